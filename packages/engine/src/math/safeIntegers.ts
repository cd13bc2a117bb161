/**
 * Exact arithmetic on plain numbers that are integers within ±(2^53 − 1): an order of magnitude
 * faster than BigInt where a bound is known.
 */

export function isSafe(v: number): boolean {
  return v <= Number.MAX_SAFE_INTEGER && v >= -Number.MAX_SAFE_INTEGER;
}

/**
 * `v × ppm / 10^6` for safe v ≥ 0 and 0 ≤ ppm ≤ 10^6, exact: with v = a·10^6 + b the result is
 * a·ppm + ⌈b·ppm / 10^6⌉, and both products stay below 2^53. ROUNDING: ceil.
 */
export function mulPpmUpSafe(v: number, ppm: number): number {
  const b = v % 1_000_000;
  const a = (v - b) / 1_000_000;
  const product = b * ppm;
  const rest = product % 1_000_000;
  const part = (product - rest) / 1_000_000;
  return a * ppm + (rest === 0 ? part : part + 1);
}

/** The same. ROUNDING: floor. */
export function mulPpmDownSafe(v: number, ppm: number): number {
  const b = v % 1_000_000;
  const a = (v - b) / 1_000_000;
  const product = b * ppm;
  return a * ppm + (product - (product % 1_000_000)) / 1_000_000;
}
