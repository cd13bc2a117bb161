import { mustPerpetual } from "../perpetuals/index.js";
import type { AssetPosition, PerpetualPosition, Subaccount, SubaccountsKernel } from "./state.js";
import type { AssetUpdate, PerpetualUpdate, Update } from "./updates.js";

/** The account with its USDC balance set; a balance of 0 drops the position (risk.md §4.5). */
export function withUsdc(s: Subaccount, quantums: bigint): Subaccount {
  const first = s.assetPositions[0];
  const hasUsdc = first !== undefined && first.assetId === 0;
  if (hasUsdc && first.quantums === quantums && quantums !== 0n) return s;
  if (!hasUsdc && quantums === 0n) return s;
  const rest = hasUsdc ? s.assetPositions.slice(1) : s.assetPositions;
  if (quantums === 0n) return { ...s, assetPositions: rest };
  const usdc: AssetPosition = { assetId: 0, quantums, index: hasUsdc ? first.index : 0n };
  return { ...s, assetPositions: [usdc, ...rest] };
}

/**
 * The settled account after an update. New positions take the perpetual's current funding index
 * (risk.md §4.5).
 */
export function applyUpdate(k: SubaccountsKernel, settled: Subaccount, update: Update): Subaccount {
  let assetPositions = settled.assetPositions;
  for (const u of update.assetUpdates) assetPositions = applyAsset(assetPositions, u);
  let perpetualPositions = settled.perpetualPositions;
  for (const u of update.perpetualUpdates) {
    perpetualPositions = applyPerpetual(k, perpetualPositions, u);
  }
  return {
    id: settled.id,
    assetPositions,
    perpetualPositions,
    marginEnabled: settled.marginEnabled,
  };
}

function applyAsset(list: readonly AssetPosition[], u: AssetUpdate): readonly AssetPosition[] {
  const at = firstAtLeast(list, (p) => p.assetId, u.assetId);
  const old = list[at];
  if (old === undefined || old.assetId !== u.assetId) {
    // An update of zero leaves a position of size zero here, as in the reference (risk.md §4.1).
    const created = { assetId: u.assetId, quantums: u.quantumsDelta, index: 0n };
    return [...list.slice(0, at), created, ...list.slice(at)];
  }
  const quantums = old.quantums + u.quantumsDelta;
  if (quantums === 0n) return [...list.slice(0, at), ...list.slice(at + 1)];
  return replaceAt(list, at, { assetId: old.assetId, quantums, index: old.index });
}

function applyPerpetual(
  k: SubaccountsKernel,
  list: readonly PerpetualPosition[],
  u: PerpetualUpdate,
): readonly PerpetualPosition[] {
  const at = firstAtLeast(list, (p) => p.perpetualId, u.perpetualId);
  const old = list[at];
  const quoteDelta = u.quoteBalanceDelta ?? 0n;
  if (old === undefined || old.perpetualId !== u.perpetualId) {
    const created = {
      perpetualId: u.perpetualId,
      quantums: u.quantumsDelta,
      fundingIndex: mustPerpetual(k, u.perpetualId).fundingIndex,
      quoteBalance: quoteDelta,
    };
    return [...list.slice(0, at), created, ...list.slice(at)];
  }
  const quantums = old.quantums + u.quantumsDelta;
  const quoteBalance = old.quoteBalance + quoteDelta;
  if (quantums === 0n && quoteBalance === 0n) return [...list.slice(0, at), ...list.slice(at + 1)];
  const { perpetualId, fundingIndex } = old;
  return replaceAt(list, at, { perpetualId, quantums, fundingIndex, quoteBalance });
}

function firstAtLeast<T>(list: readonly T[], idOf: (item: T) => number, id: number): number {
  let i = 0;
  while (i < list.length && idOf(list[i] as T) < id) i++;
  return i;
}

function replaceAt<T>(list: readonly T[], at: number, item: T): readonly T[] {
  if (list.length === 1) return [item];
  const copy = list.slice();
  copy[at] = item;
  return copy;
}
