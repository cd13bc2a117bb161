import { isIsolated, mustPerpetual } from "../perpetuals/index.js";
import type { Subaccount, SubaccountsKernel } from "./state.js";
import type { Update } from "./updates.js";

/**
 * Whether an update would mix isolated and other positions in one account (risk.md §4.7).
 * Asset-only updates never do.
 */
export function violatesIsolation(k: SubaccountsKernel, s: Subaccount, update: Update): boolean {
  const { perpetualUpdates } = update;
  if (perpetualUpdates.length === 0) return false;
  const touched = firstIsolated(k, perpetualUpdates);
  if (touched !== undefined && perpetualUpdates.length > 1) return true;
  const held = firstIsolated(k, s.perpetualPositions);
  if (held !== undefined) return touched !== held;
  return touched !== undefined && s.perpetualPositions.length > 0;
}

function firstIsolated(
  k: SubaccountsKernel,
  list: readonly { readonly perpetualId: number }[],
): number | undefined {
  for (const { perpetualId } of list) {
    if (isIsolated(mustPerpetual(k, perpetualId))) return perpetualId;
  }
  return undefined;
}
