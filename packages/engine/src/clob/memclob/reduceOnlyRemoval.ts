import { sign } from "../../math/index.js";
import { getSubaccount, positionSize } from "../../subaccounts/index.js";
import { isBuy, type Order } from "../order.js";
import { sameAccount } from "../orderId.js";
import type { ClobKernel } from "../state.js";
import type { Market } from "./market.js";
import type { LoopFill } from "./matchingLoop.js";
import { queueRemoval } from "./place.js";
import { Removal } from "./status.js";

/**
 * What a block demands of a removal for INVALID_REDUCE_ONLY: the position is 0, or the whole order
 * would grow or turn it (clob.md §6.3). One that fails costs the block all its operations.
 */
export function isReduceOnlyRemovable(order: Order, size: bigint): boolean {
  if (size === 0n) return true;
  const after = size + (isBuy(order) ? order.quantums : -order.quantums);
  const grows = sign(size) === (isBuy(order) ? 1 : -1);
  return grows || sign(after) === -sign(size);
}

/** Queues the removal of a reduce-only order if a block would carry it out at this point. */
export function queueReduceOnlyRemoval(k: ClobKernel, market: Market, order: Order): void {
  const size = positionSize(getSubaccount(k, order.orderId.subaccountId), market.perpetualId);
  if (isReduceOnlyRemovable(order, size)) queueRemovalOf(k, order);
}

/**
 * Like `queueReduceOnlyRemoval` for an order that a loop found in its way: what its fills made of
 * the position counts only behind the match. Says whether the removal has to wait for that.
 */
export function queueBeforeMatch(
  k: ClobKernel,
  market: Market,
  order: Order,
  fills: readonly LoopFill[],
): "queued" | "wait" {
  const account = order.orderId.subaccountId;
  let size = positionSize(getSubaccount(k, account), market.perpetualId);
  for (const { maker, quantums } of fills) {
    if (!sameAccount(maker.orderId.subaccountId, account)) continue;
    size -= isBuy(maker) ? quantums : -quantums;
  }
  if (!isReduceOnlyRemovable(order, size)) return "wait";
  queueRemovalOf(k, order);
  return "queued";
}

function queueRemovalOf(k: ClobKernel, order: Order): void {
  queueRemoval(k, order, Removal.REMOVAL_REASON_INVALID_REDUCE_ONLY);
}
