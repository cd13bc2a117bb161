import { assert } from "../math/index.js";

/** Seconds and nanoseconds of an RFC 3339 UTC time with up to nine decimals. */
export function parseTime(text: string): { seconds: number; nanos: number } {
  const m = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?Z$/.exec(text);
  assert(m !== null, `not an RFC 3339 UTC time: ${text}`);
  const [year, month, day, hour, minute, second] = m.slice(1, 7).map(Number) as number[];
  const days = daysFromCivil(year as number, month as number, day as number);
  const seconds =
    days * 86_400 + (hour as number) * 3_600 + (minute as number) * 60 + (second as number);
  return { seconds, nanos: Number((m[7] ?? "").padEnd(9, "0")) };
}

/** Days since 1970-01-01 in the proleptic Gregorian calendar. */
function daysFromCivil(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra =
    yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}
