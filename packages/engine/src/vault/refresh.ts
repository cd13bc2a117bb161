import { USDC_ASSET_ID } from "../assets/index.js";
import {
  cancelStatefulOrder,
  findStatefulOrder,
  getClobPair,
  type Order,
  OrderFlags,
  placeStatefulOrder,
} from "../clob/index.js";
import { isRejection } from "../state/index.js";
import { getSubaccount } from "../subaccounts/index.js";
import { vaultOrders } from "./quoting.js";
import type { VaultKernel } from "./state.js";
import {
  activationThreshold,
  CLOSE_ONLY,
  getVault,
  QUOTING,
  quotingParamsOf,
  vaultAccount,
  vaultKey,
  vaultNumbers,
} from "./vaults.js";

/** Re-quotes every vault that quotes; a failing vault is left as it is (app.md §13.3). */
export function refreshAllVaults(k: VaultKernel): void {
  for (const number of vaultNumbers(k)) {
    const params = getVault(k, number);
    if (params?.status !== QUOTING && params?.status !== CLOSE_ONLY) continue;
    if (!isActivated(k, number, activationThreshold(quotingParamsOf(k, params)))) continue;
    const mark = k.registry.journal.mark();
    const orders = vaultOrders(k, number, params);
    if (isRejection(orders)) k.registry.journal.revert(mark);
    else refreshVault(k, number, orders);
  }
}

/** A vault without a position quotes only from its activation threshold on; equality quotes. */
function isActivated(k: VaultKernel, number: number, threshold: bigint): boolean {
  const account = getSubaccount(k, vaultAccount(number));
  if (account.perpetualPositions.length > 0) return true;
  const usdc = account.assetPositions.find((p) => p.assetId === USDC_ASSET_ID)?.quantums ?? 0n;
  return usdc >= threshold;
}

/**
 * Brings the book's orders of a vault to `wanted`, by list position; ids flip with each replacement
 * (app.md §13.5).
 */
function refreshVault(k: VaultKernel, number: number, wanted: readonly Order[]): void {
  const recent = k.vault.recentClientIds.get(vaultKey(number)) ?? [];
  const ids: number[] = [];
  for (const [position, order] of wanted.entries()) {
    ids.push(refreshOrder(k, number, order, recent[position]));
  }
  for (const clientId of recent.slice(wanted.length)) cancelVaultOrder(k, number, clientId);
  if (ids.length !== recent.length || ids.some((id, i) => id !== recent[i])) {
    k.vault.recentClientIds.set(vaultKey(number), ids);
  }
}

/** Keeps, places or replaces one order; returns the client id that now stands at its position. */
function refreshOrder(
  k: VaultKernel,
  number: number,
  order: Order,
  recentId: number | undefined,
): number {
  if (recentId === undefined) {
    placeStatefulOrder(k, order, true);
    return order.orderId.clientId;
  }
  const existing = findStatefulOrder(k, { ...order.orderId, clientId: recentId });
  const unchanged =
    existing !== undefined &&
    existing.quantums === order.quantums &&
    existing.subticks === order.subticks &&
    existing.side === order.side;
  if (unchanged) return recentId;
  const clientId = (recentId ^ 1) >>> 0;
  if (existing !== undefined) cancelVaultOrder(k, number, recentId);
  placeStatefulOrder(k, { ...order, orderId: { ...order.orderId, clientId } }, true);
  return clientId;
}

/** Cancels one order of a vault if it still exists. */
function cancelVaultOrder(k: VaultKernel, number: number, clientId: number): void {
  const params = getVault(k, number);
  const pair = getClobPair(k, number);
  if (params === undefined || pair === undefined) return;
  const subaccountId = vaultAccount(number);
  const orderId = { subaccountId, clientId, orderFlags: OrderFlags.LongTerm, clobPairId: pair.id };
  if (findStatefulOrder(k, orderId) === undefined) return;
  const { orderExpirationSeconds } = quotingParamsOf(k, params);
  const goodTilBlockTime = k.header.seconds + orderExpirationSeconds;
  cancelStatefulOrder(k, { orderId, goodTilBlock: undefined, goodTilBlockTime });
}

/**
 * Cancels all recent orders of a vault and forgets their ids (DEACTIVATED or STAND_BY, app.md
 * §13.9).
 */
export function cancelAllVaultOrders(k: VaultKernel, number: number): void {
  for (const clientId of k.vault.recentClientIds.get(vaultKey(number)) ?? []) {
    cancelVaultOrder(k, number, clientId);
  }
  k.vault.recentClientIds.delete(vaultKey(number));
}
