import { assert } from "../math/index.js";

/** Exact integer quotient. ROUNDING: towards zero. `+ 0` turns −0 into 0. */
function divTrunc(a: number, b: number): number {
  return (a - (a % b)) / b + 0;
}

/**
 * Median of integers, the middle pair averaged away from zero (risk.md §3.6).
 * ROUNDING: a pair of equal sign rounds to the member farther from zero, a pair around zero rounds
 * its half sum away from zero.
 */
export function median(values: readonly number[]): number {
  assert(values.length > 0, "median of nothing");
  const sorted = [...values].sort((a, b) => a - b);
  const middle = divTrunc(sorted.length, 2);
  const high = sorted[middle] as number;
  if (sorted.length % 2 === 1) return high;
  const low = sorted[middle - 1] as number;
  const sum = low + high;
  const half = divTrunc(sum, 2);
  if (sum % 2 === 0) return half;
  return sum > 0 ? half + 1 : half - 1;
}

/**
 * Drops `ratioPpm` of the values, half from each end, the odd one from the top (risk.md §3.7).
 * The protocol's ratio is 0, which drops none; governance of the reference never changed it.
 */
export function trimTails(values: readonly number[], ratioPpm: number): number[] {
  const sorted = [...values].sort((a, b) => a - b);
  const total = divTrunc(sorted.length * 2 * ratioPpm, 1_000_000);
  if (total === 0 || total >= sorted.length) return sorted;
  const low = divTrunc(total, 2);
  return sorted.slice(low, sorted.length - (total - low));
}

/** Average over `values` padded with zeros to `length`. ROUNDING: towards zero. */
export function paddedAverage(values: readonly number[], length: number): number {
  let sum = 0;
  for (const v of values) sum += v;
  const count = Math.max(values.length, length);
  assert(Number.isSafeInteger(sum) && count > 0, "average out of range");
  return divTrunc(sum, count);
}
