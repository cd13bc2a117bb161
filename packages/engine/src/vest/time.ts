import { assert } from "../math/index.js";

/** A protobuf timestamp from an RFC 3339 UTC text, as genesis files write it. */
export function parseTimestamp(text: string): { seconds: bigint; nanos: number } {
  const m = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?Z$/.exec(text);
  assert(m !== null, `not an RFC 3339 UTC time: ${text}`);
  const part = (i: number) => BigInt(m[i] ?? "0");
  const days = daysFromCivil(part(1), part(2), part(3));
  const seconds = days * 86_400n + part(4) * 3_600n + part(5) * 60n + part(6);
  return { seconds, nanos: Number((m[7] ?? "").padEnd(9, "0")) };
}

/** Days since 1970-01-01 in the Gregorian calendar, years counted from March. */
function daysFromCivil(year: bigint, month: bigint, day: bigint): bigint {
  const y = month <= 2n ? year - 1n : year;
  const shifted = month > 2n ? month - 3n : month + 9n;
  const dayOfYear = (153n * shifted + 2n) / 5n + day - 1n;
  return y * 365n + y / 4n - y / 100n + y / 400n + dayOfYear - 719_468n;
}
