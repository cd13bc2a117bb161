import {
  type LeverageEntry,
  type SubaccountId,
  type SubaccountsKernel,
  subaccountKey,
} from "./state.js";

const NONE: readonly LeverageEntry[] = [];

/**
 * The user's own margin fractions, ascending by perpetual id. PERF: no look-up while nobody set
 * any.
 */
export function leverageOf(k: SubaccountsKernel, id: SubaccountId): readonly LeverageEntry[] {
  if (k.subaccounts.leverage.size === 0) return NONE;
  return k.subaccounts.leverage.get(subaccountKey(id)) ?? NONE;
}

/** Lays `entries` over the stored map; entries are never removed (risk.md §5). */
export function overlayLeverage(
  k: SubaccountsKernel,
  id: SubaccountId,
  entries: readonly LeverageEntry[],
): void {
  const merged = new Map(leverageOf(k, id).map((e) => [e.perpetualId, e]));
  for (const e of entries) merged.set(e.perpetualId, e);
  const sorted = [...merged.values()].sort((a, b) => a.perpetualId - b.perpetualId);
  k.subaccounts.leverage.set(subaccountKey(id), sorted);
}
