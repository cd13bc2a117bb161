import { marketViewOf } from "./marketView.js";
import type { Perpetual, PerpetualsKernel } from "./state.js";

/**
 * Net collateral and margins summed as plain integers. `exact` turns false for good as soon as a
 * value leaves ±(2^53 − 1); then the sums mean nothing and the BigInt path has to be taken.
 */
export interface RiskTotals {
  nc: number;
  imr: number;
  mmr: number;
  exact: boolean;
}

/** Adds an integer amount to the net collateral. */
export function addCollateral(totals: RiskTotals, quantums: bigint): void {
  const amount = Number(quantums);
  totals.nc += amount;
  if (!isSafe(amount) || !isSafe(totals.nc)) totals.exact = false;
}

/**
 * Adds a position's risk; the fast twin of `addPositionRisk`, compared with it on every seed
 * (test/property/risk).
 * PERF: two BigInt operations per position, the rest in numbers.
 */
export function addPositionTotals(
  k: PerpetualsKernel,
  totals: RiskTotals,
  perpetual: Perpetual,
  baseQuantums: bigint,
  quoteBalance: bigint,
  customImfPpm: number,
): void {
  const view = marketViewOf(k, perpetual);
  const net = Number((baseQuantums * view.factor) / view.divisor);
  totals.nc += net;
  if (!isSafe(net) || !isSafe(totals.nc)) totals.exact = false;
  if (quoteBalance !== 0n) addCollateral(totals, quoteBalance);
  if (!totals.exact) return;
  const value = net < 0 ? -net : net;
  const basePpm = view.tier.initialMarginPpm;
  const imfPpm = customImfPpm > view.imfPpm ? customImfPpm : view.imfPpm;
  const base = mulPpmUpSafe(value, basePpm);
  totals.imr += imfPpm === basePpm ? base : mulPpmUpSafe(value, imfPpm);
  totals.mmr += mulPpmUpSafe(base, view.tier.maintenanceFractionPpm);
  if (!isSafe(totals.imr) || !isSafe(totals.mmr)) totals.exact = false;
}

function isSafe(v: number): boolean {
  return v <= Number.MAX_SAFE_INTEGER && v >= -Number.MAX_SAFE_INTEGER;
}

/**
 * `v × ppm / 10^6` for safe v ≥ 0 and ppm ≤ 10^6, exact: with v = a·10^6 + b the result is a·ppm +
 * ⌈b·ppm / 10^6⌉, and both products stay below 2^53. ROUNDING: ceil.
 */
function mulPpmUpSafe(v: number, ppm: number): number {
  const b = v % 1_000_000;
  const a = (v - b) / 1_000_000;
  const product = b * ppm;
  const rest = product % 1_000_000;
  const part = (product - rest) / 1_000_000;
  return a * ppm + (rest === 0 ? part : part + 1);
}
