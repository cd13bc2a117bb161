import type { BlockHeader } from "./kernel.js";

/** A protobuf timestamp or duration. */
export interface TimeParts {
  readonly seconds: bigint;
  readonly nanos: number;
}

const NANOS = 1_000_000_000n;

/** Nanoseconds of a timestamp or duration; an absent one is 0. */
export function nsOf(time: TimeParts | undefined): bigint {
  return time === undefined ? 0n : time.seconds * NANOS + BigInt(time.nanos);
}

/** A timestamp or duration from nanoseconds, with the sign on both parts as protobuf wants it. */
export function partsOfNs(ns: bigint): { seconds: bigint; nanos: number } {
  return { seconds: ns / NANOS, nanos: Number(ns % NANOS) };
}

/** Time of the block in execution, in nanoseconds since 1970. */
export function blockTimeNs(header: BlockHeader): bigint {
  return BigInt(header.seconds) * NANOS + BigInt(header.nanos);
}

/** Sorts like the number: twenty digits, enough for any uint64. */
export function sortableUint64(value: bigint): string {
  return value.toString().padStart(20, "0");
}

/** `2026-12-14T08:55:46Z`: RFC 3339 in whole seconds (Go's time.RFC3339). */
export function rfc3339Seconds(ns: bigint): string {
  const seconds = ns / NANOS;
  const days = seconds / 86_400n;
  const rest = Number(seconds % 86_400n);
  const [year, month, day] = civilFromDays(Number(days));
  const two = (n: number) => String(n).padStart(2, "0");
  const clock = [Math.floor(rest / 3600), Math.floor(rest / 60) % 60, rest % 60].map(two).join(":");
  return `${String(year).padStart(4, "0")}-${two(month)}-${two(day)}T${clock}Z`;
}

/** Year, month, day of a day count since 1970-01-01 (proleptic Gregorian calendar). */
function civilFromDays(count: number): [number, number, number] {
  const z = count + 719_468;
  const era = Math.floor(z / 146_097);
  const dayOfEra = z - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear =
    dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shifted = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1;
  const month = shifted < 10 ? shifted + 3 : shifted - 9;
  return [yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day];
}
