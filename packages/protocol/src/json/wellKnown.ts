import type { Duration } from "../gen/google/protobuf/duration.js";
import type { Timestamp } from "../gen/google/protobuf/timestamp.js";

/** JSON forms of google.protobuf.Timestamp and Duration, as Go's jsonpb prints and reads them. */

const NANOS = 1_000_000_000n;
const MS_PER_SECOND = 1000;
/** Seconds of 0001-01-01T00:00:00Z, the zero time of Go. */
const ZERO_TIME_SECONDS = -62_135_596_800n;

/** The zero value of a non-nullable time is year 1 in Go, not 1970. */
export const ZERO_TIME: Timestamp = { seconds: ZERO_TIME_SECONDS, nanos: 0 };

/** RFC 3339 in UTC with 0, 3, 6 or 9 fraction digits. */
export function timestampToJson({ seconds, nanos }: Timestamp): string {
  const date = new Date(Number(seconds) * MS_PER_SECOND).toISOString().slice(0, 19);
  return `${date.padStart(19, "0")}${fraction(nanos)}Z`;
}

export function timestampFromJson(text: string): Timestamp {
  const match = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)$/.exec(text);
  if (match === null) throw new RangeError(`not an RFC 3339 time: ${text}`);
  const [, date, digits = "", zone] = match;
  const milliseconds = Date.parse(`${date}${zone}`);
  if (Number.isNaN(milliseconds)) throw new RangeError(`not an RFC 3339 time: ${text}`);
  return { seconds: BigInt(milliseconds / MS_PER_SECOND), nanos: Number(digits.padEnd(9, "0")) };
}

/** For example `3600s` or `0.500s`. */
export function durationToJson({ seconds, nanos }: Duration): string {
  const sign = seconds < 0n || nanos < 0 ? "-" : "";
  const whole = seconds < 0n ? -seconds : seconds;
  return `${sign}${whole}${fraction(Math.abs(nanos))}s`;
}

export function durationFromJson(text: string): Duration {
  const match = /^(-?)(\d+)(?:\.(\d{1,9}))?s$/.exec(text);
  if (match === null) throw new RangeError(`not a duration: ${text}`);
  const [, sign, whole = "0", digits = ""] = match;
  const total = BigInt(whole) * NANOS + BigInt(digits.padEnd(9, "0"));
  const signed = sign === "-" ? -total : total;
  return { seconds: signed / NANOS, nanos: Number(signed % NANOS) };
}

function fraction(nanos: number): string {
  if (nanos === 0) return "";
  const digits = nanos.toString().padStart(9, "0");
  return `.${digits.replace(/(?:000){1,2}$/, "")}`;
}
