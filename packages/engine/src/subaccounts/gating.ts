import { downtimeHeight } from "../blocktime/index.js";
import { assert } from "../math/index.js";
import { isIsolated, mustPerpetual } from "../perpetuals/index.js";
import type { Subaccount, SubaccountsKernel } from "./state.js";

/**
 * Blocks for which withdrawals and transfers stay blocked after a cause was seen (risk.md §4.9).
 */
export const GATE_BLOCKS = 50;
const CHAIN_OUTAGE_SECONDS = 300;

/** The pool name under which negative accounts of a perpetual are recorded. */
function gatePool(k: SubaccountsKernel, perpetualId: number): string {
  return isIsolated(mustPerpetual(k, perpetualId)) ? String(perpetualId) : "cross";
}

/** Height at which a negative account was last seen in the perpetual's pool; 0 = never. */
export function negativeTncSeenAt(k: SubaccountsKernel, perpetualId: number): number {
  return k.subaccounts.negativeTncHeights.get(gatePool(k, perpetualId)) ?? 0;
}

/**
 * Records that a negative account is left in the perpetual's pool (zero-fill deleveraging, risk.md
 * §4.9).
 */
export function recordNegativeTnc(k: SubaccountsKernel, perpetualId: number): void {
  const { height } = k.header;
  assert(height >= negativeTncSeenAt(k, perpetualId), "negative TNC height would go back");
  k.subaccounts.negativeTncHeights.set(gatePool(k, perpetualId), height);
}

/** Height of the block that ended the last outage of five minutes or more; 0 = none. */
export function chainOutageSeenAt(k: SubaccountsKernel): number {
  return downtimeHeight(k, CHAIN_OUTAGE_SECONDS);
}

/** Whether balances of these accounts may not move now. */
export function movementsBlocked(k: SubaccountsKernel, accounts: readonly Subaccount[]): boolean {
  const { height } = k.header;
  let seen = 0;
  for (const { perpetualPositions } of accounts) {
    const first = perpetualPositions[0];
    const pool = first === undefined ? "cross" : gatePool(k, first.perpetualId);
    seen = Math.max(seen, k.subaccounts.negativeTncHeights.get(pool) ?? 0);
  }
  const outage = chainOutageSeenAt(k);
  assert(height >= seen && height >= outage, "a gate height lies in the future");
  return (seen > 0 && height - seen < GATE_BLOCKS) || (outage > 0 && height - outage < GATE_BLOCKS);
}
