import { assert } from "./assert.js";

/**
 * Cosmos decimals: integers of 10^-18 (`LegacyDec`). Results of `decMul` and `decQuo` are rounded
 * half to even, as the SDK does; the
 * truncating forms say so.
 */
export const DEC_ONE = 10n ** 18n;
const DEC_PLACES = 18;

/**
 * Reads `0.334`, `-1`, `1.000000000000000000`; undefined unless it is a decimal with at most 18
 * places.
 */
export function tryParseDec(text: string): bigint | undefined {
  const m = /^(-?)(\d+)(?:\.(\d{1,18}))?$/.exec(text);
  if (m === null) return undefined;
  const magnitude = BigInt(m[2] as string) * DEC_ONE + BigInt((m[3] ?? "").padEnd(DEC_PLACES, "0"));
  return m[1] === "-" ? -magnitude : magnitude;
}

/**
 * Reads a decimal of a protobuf message whose field has the SDK's decimal type: on the wire it is
 * the integer of 10^-18 as text.
 */
export function tryParseWireDec(text: string): bigint | undefined {
  return /^-?\d{1,80}$/.test(text) ? BigInt(text) : undefined;
}

/** Reads a decimal that was validated before. */
export function parseDec(text: string): bigint {
  const value = tryParseDec(text);
  assert(value !== undefined, `not a decimal: ${text}`);
  return value;
}

/** The SDK's text: always 18 places. */
export function decText(value: bigint): string {
  const magnitude = value < 0n ? -value : value;
  const places = (magnitude % DEC_ONE).toString().padStart(DEC_PLACES, "0");
  return `${value < 0n ? "-" : ""}${magnitude / DEC_ONE}.${places}`;
}

export function decFromInt(value: bigint): bigint {
  return value * DEC_ONE;
}

/** ROUNDING: towards zero. */
export function decTruncate(value: bigint): bigint {
  return value / DEC_ONE;
}

/** ROUNDING: half to even. */
export function decRound(value: bigint): bigint {
  return roundHalfEven(value);
}

/** ROUNDING: half to even. */
export function decMul(a: bigint, b: bigint): bigint {
  return roundHalfEven(a * b);
}

/** ROUNDING: towards zero. */
export function decMulTruncate(a: bigint, b: bigint): bigint {
  return (a * b) / DEC_ONE;
}

/** ROUNDING: half to even, after a first quotient with 36 places that is truncated. */
export function decQuo(a: bigint, b: bigint): bigint {
  return roundHalfEven((a * DEC_ONE * DEC_ONE) / b);
}

/** ROUNDING: towards zero. */
export function decQuoTruncate(a: bigint, b: bigint): bigint {
  return (a * DEC_ONE) / b;
}

function roundHalfEven(value: bigint): bigint {
  const magnitude = value < 0n ? -value : value;
  const whole = magnitude / DEC_ONE;
  const twice = (magnitude % DEC_ONE) * 2n;
  const up = twice > DEC_ONE || (twice === DEC_ONE && whole % 2n === 1n);
  const rounded = up ? whole + 1n : whole;
  return value < 0n ? -rounded : rounded;
}
