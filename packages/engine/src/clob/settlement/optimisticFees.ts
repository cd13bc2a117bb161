import { feePpm } from "../../feetiers/index.js";
import { mulPpmDownSafe, mulPpmUpSafe } from "../../math/index.js";
import type { ClobKernel } from "../state.js";
import { OPTIMISTIC } from "./fees.js";

/** What an owner pays as taker and as maker while nothing is committed, in ppm. */
export interface OptimisticRates {
  readonly taker: number;
  readonly maker: number;
}

/**
 * Fee rates of an owner outside blocks. PERF: volumes, tiers and stakes change with a block only,
 * so the memclob remembers rates between commits; not while a market has a discount of its own.
 */
export function optimisticRates(k: ClobKernel, owner: string, clobPairId: number): OptimisticRates {
  if (k.feetiers.marketDiscounts.size !== 0) return ratesOf(k, owner, clobPairId);
  const { feeRates } = k.memclob;
  let rates = feeRates.get(owner);
  if (rates === undefined) {
    rates = ratesOf(k, owner, clobPairId);
    feeRates.set(owner, rates);
  }
  return rates;
}

function ratesOf(k: ClobKernel, owner: string, clobPairId: number): OptimisticRates {
  return {
    taker: Number(feePpm(k, owner, true, clobPairId, OPTIMISTIC)),
    maker: Number(feePpm(k, owner, false, clobPairId, OPTIMISTIC)),
  };
}

/**
 * The fee on a safe `quote` ≥ 0 at |ppm| ≤ 10^6, as `fillFees` works it out (clob.md §7.2).
 * ROUNDING: up.
 */
export function feeOf(quote: number, ppm: number): number {
  return ppm >= 0 ? mulPpmUpSafe(quote, ppm) : -mulPpmDownSafe(quote, -ppm);
}
