import { balanceOf, sendCoins, USDC_DENOM } from "../bank/index.js";
import {
  getPerpetual,
  isIsolated,
  perpetualsRejection,
  setCrossMarketType,
} from "../perpetuals/index.js";
import type { Rejection } from "../state/index.js";
import { CROSS_INSURANCE_FUND, CROSS_POOL, isolatedInsuranceFund, isolatedPool } from "./pools.js";
import type { SubaccountsKernel } from "./state.js";

/**
 * Makes an isolated market a cross one (risk.md §3.9): first its insurance fund, then its
 * collateral pool joins the cross one, then the type flips. An empty balance is skipped without a
 * bank event (recorded, edge, block 139).
 */
export function upgradeIsolatedToCross(
  k: SubaccountsKernel,
  perpetualId: number,
): Rejection | undefined {
  const perpetual = getPerpetual(k, perpetualId);
  if (perpetual === undefined) return perpetualsRejection(1, String(perpetualId));
  if (!isIsolated(perpetual)) return perpetualsRejection(23, String(perpetualId));
  return (
    moveAll(k, isolatedInsuranceFund(perpetualId), CROSS_INSURANCE_FUND) ??
    moveAll(k, isolatedPool(perpetualId), CROSS_POOL) ??
    setCrossMarketType(k, perpetualId)
  );
}

function moveAll(k: SubaccountsKernel, from: string, to: string): Rejection | undefined {
  const amount = balanceOf(k, from, USDC_DENOM);
  return amount === 0n ? undefined : sendCoins(k, from, to, USDC_DENOM, amount);
}
