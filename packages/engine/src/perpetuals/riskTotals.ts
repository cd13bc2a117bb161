import { isSafe, mulPpmUpSafe } from "../math/index.js";
import type { MarketView } from "./marketView.js";

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
 * Adds the risk of a position in the market of `view`; the fast twin of `addPositionRisk`, compared
 * with it on every seed
 * (test/property/risk).
 * PERF: two BigInt operations per position, the rest in numbers.
 */
export function addPositionTotals(
  totals: RiskTotals,
  view: MarketView,
  baseQuantums: bigint,
  quoteBalance: bigint,
  customImfPpm: number,
): void {
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
