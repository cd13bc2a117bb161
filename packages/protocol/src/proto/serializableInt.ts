/**
 * Signed integers of any size in a `bytes` field (wire.md §1.0, "SI"): byte 0 is 2 for zero or
 * positive and 3 for negative, the rest is the magnitude, big-endian, without leading zeros.
 */

const POSITIVE = 0x02;
const NEGATIVE = 0x03;

/** Canonical bytes; zero is the single byte `02`. */
export function encodeSerializableInt(value: bigint): Uint8Array {
  let magnitude = value < 0n ? -value : value;
  let hex = magnitude === 0n ? "" : magnitude.toString(16);
  if (hex.length % 2 === 1) hex = `0${hex}`;
  const bytes = new Uint8Array(1 + hex.length / 2);
  bytes[0] = value < 0n ? NEGATIVE : POSITIVE;
  for (let index = bytes.length - 1; index > 0; index -= 1) {
    bytes[index] = Number(magnitude & 0xffn);
    magnitude >>= 8n;
  }
  return bytes;
}

/** Accepts what clients send: empty bytes, one byte, and leading zeros in the magnitude. */
export function decodeSerializableInt(bytes: Uint8Array): bigint {
  if (bytes.length <= 1) return 0n;
  const sign = bytes[0];
  if (sign !== POSITIVE && sign !== NEGATIVE) {
    throw new RangeError(`invalid first byte ${sign} of a serializable integer`);
  }
  let magnitude = 0n;
  for (let index = 1; index < bytes.length; index += 1) {
    magnitude = (magnitude << 8n) | BigInt(bytes[index] as number);
  }
  return sign === NEGATIVE ? -magnitude : magnitude;
}
