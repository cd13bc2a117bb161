import { moduleAddress } from "../auth/index.js";
import { sendCoins, USDC_DENOM } from "../bank/index.js";
import { isIsolated, mustPerpetual } from "../perpetuals/index.js";
import type { Rejection } from "../state/index.js";
import { subaccountsRejection } from "./errors.js";
import { type Subaccount, type SubaccountsKernel, usdcBalance } from "./state.js";
import type { Update } from "./updates.js";

/** Holds the collateral of all accounts without an isolated position. */
export const CROSS_POOL = moduleAddress("subaccounts");
/** Insurance fund of all cross perpetuals. */
export const CROSS_INSURANCE_FUND = moduleAddress("insurance_fund");

/** The collateral pool of a perpetual (risk.md §4.8). */
export function collateralPoolOf(k: SubaccountsKernel, perpetualId: number): string {
  const isolated = isIsolated(mustPerpetual(k, perpetualId));
  return isolated ? isolatedPool(perpetualId) : CROSS_POOL;
}

export function isolatedPool(perpetualId: number): string {
  return moduleAddress(`subaccounts:${perpetualId}`);
}

/** The insurance fund of a perpetual (risk.md §3.10). */
export function insuranceFundOf(k: SubaccountsKernel, perpetualId: number): string {
  const isolated = isIsolated(mustPerpetual(k, perpetualId));
  return isolated ? isolatedInsuranceFund(perpetualId) : CROSS_INSURANCE_FUND;
}

export function isolatedInsuranceFund(perpetualId: number): string {
  return moduleAddress(`insurance_fund:${perpetualId}`);
}

/** The pool that holds an account's collateral: its first position decides. */
export function poolOfSubaccount(k: SubaccountsKernel, s: Subaccount): string {
  const first = s.perpetualPositions[0];
  return first === undefined ? CROSS_POOL : collateralPoolOf(k, first.perpetualId);
}

/**
 * Moves an account's collateral when its isolated position opens or closes (risk.md §4.8): on
 * opening the settled balance from before the update, on closing the final balance.
 */
export function moveIsolatedCollateral(
  k: SubaccountsKernel,
  update: Update,
  next: Subaccount,
): Rejection | undefined {
  const traded = update.perpetualUpdates[0];
  if (traded === undefined || update.perpetualUpdates.length !== 1) return undefined;
  if (next.perpetualPositions.length > 1) return undefined;
  if (!isIsolated(mustPerpetual(k, traded.perpetualId))) return undefined;
  const pool = isolatedPool(traded.perpetualId);
  const position = next.perpetualPositions[0];
  if (position === undefined) return move(k, pool, CROSS_POOL, usdcBalance(next));
  if (position.quantums !== traded.quantumsDelta) return undefined;
  const asset = update.assetUpdates[0];
  if (asset === undefined || asset.assetId !== 0 || update.assetUpdates.length !== 1) {
    return subaccountsRejection(102, "opening an isolated position needs exactly one USDC update");
  }
  return move(k, CROSS_POOL, pool, usdcBalance(next) - asset.quantumsDelta);
}

function move(
  k: SubaccountsKernel,
  from: string,
  to: string,
  amount: bigint,
): Rejection | undefined {
  if (amount === 0n) return undefined;
  if (amount < 0n) return subaccountsRejection(102, `negative collateral transfer of ${amount}`);
  return sendCoins(k, from, to, USDC_DENOM, amount);
}
