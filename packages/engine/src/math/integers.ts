import { assert } from "./assert.js";

/** One million: the denominator of every ppm value. */
export const ONE_MILLION = 1_000_000n;
export const MAX_UINT32 = 0xffff_ffff;
export const MAX_UINT64 = 0xffff_ffff_ffff_ffffn;

/** Quotient towards negative infinity; `b` > 0 (risk.md §0.1). ROUNDING: floor. */
export function floorDiv(a: bigint, b: bigint): bigint {
  assert(b > 0n, "floorDiv needs a positive divisor");
  const q = a / b;
  return a < 0n && q * b !== a ? q - 1n : q;
}

/** Quotient towards positive infinity; `b` > 0 (risk.md §0.1). ROUNDING: ceil. */
export function ceilDiv(a: bigint, b: bigint): bigint {
  assert(b > 0n, "ceilDiv needs a positive divisor");
  const q = a / b;
  return a > 0n && q * b !== a ? q + 1n : q;
}

/** `v × ppm / 10^6`. ROUNDING: floor (negative values round away from zero). */
export function mulPpmDown(v: bigint, ppm: bigint | number): bigint {
  return floorDiv(v * BigInt(ppm), ONE_MILLION);
}

/** `v × ppm / 10^6`. ROUNDING: ceil (negative values round towards zero). */
export function mulPpmUp(v: bigint, ppm: bigint | number): bigint {
  return ceilDiv(v * BigInt(ppm), ONE_MILLION);
}

/** `v × ppm / 10^6`. ROUNDING: towards zero. */
export function mulPpmTrunc(v: bigint, ppm: bigint | number): bigint {
  return (v * BigInt(ppm)) / ONE_MILLION;
}

const powers: bigint[] = [1n];

/** 10^n for n ≥ 0, from a table. */
export function pow10(n: number): bigint {
  assert(Number.isInteger(n) && n >= 0 && n < 400, "pow10 out of range");
  for (let i = powers.length; i <= n; i++) powers.push((powers[i - 1] as bigint) * 10n);
  return powers[n] as bigint;
}

/** `v × 10^e`. ROUNDING: towards zero when e < 0. */
export function scale10Trunc(v: bigint, e: number): bigint {
  return e >= 0 ? v * pow10(e) : v / pow10(-e);
}

export function abs(v: bigint): bigint {
  return v < 0n ? -v : v;
}

export function min(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}

export function max(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}

/** risk.md §0.1: below lo → lo, else above hi → hi. */
export function clamp(v: bigint, lo: bigint, hi: bigint): bigint {
  return v < lo ? lo : v > hi ? hi : v;
}

/** −1, 0 or 1. */
export function sign(v: bigint): -1 | 0 | 1 {
  return v > 0n ? 1 : v < 0n ? -1 : 0;
}
