import type { Rejection } from "../../state/index.js";
import { NONE } from "../book/index.js";
import { clobRejection } from "../errors.js";
import { IOC, type Order } from "../order.js";
import { isStateful, orderKey } from "../orderId.js";
import { takerOfOrder } from "../settlement/types.js";
import type { ClobKernel } from "../state.js";
import type { Market } from "./market.js";
import {
  crosses,
  isKeyExpired,
  type LoopFill,
  type LoopResult,
  matchingLoop,
} from "./matchingLoop.js";
import { BEST_EFFORT_CANCELED, Reason } from "./offchain.js";
import { PositionSigns } from "./positionSigns.js";
import { queueBeforeMatch, queueReduceOnlyRemoval } from "./reduceOnlyRemoval.js";
import { KEY_EXPIRED, OrderStatus, Removal, takerRemoval } from "./status.js";
import { matchOrdersOf } from "./toMatch.js";
import { validateForBook } from "./validateForBook.js";

/** The transaction to blame in off-chain messages: none after a commit. */
export function blame(k: ClobKernel): string | undefined {
  return k.memclob.isReplaying ? undefined : k.txHash;
}

/**
 * Places an order on the memclob: validation, matching, then resting (clob.md §4.2). `tx` is the
 * signed transaction of a short-term
 * order. The order passed the stateful rules before.
 */
export function placeOnBook(
  k: ClobKernel,
  market: Market,
  order: Order,
  tx: Uint8Array | undefined,
): Rejection | undefined {
  const mc = k.memclob;
  const account = mc.accounts.indexOf(order.orderId.subaccountId);
  const { clientId, orderFlags, clobPairId } = order.orderId;
  const known = mc.orders.find(account, clientId, orderFlags, clobPairId);
  const filled = mc.fillAmountOf(k, known, account, order.orderId);
  const refused = validateForBook(k, market, order, account, known, filled);
  if (refused !== undefined) return refused;
  if (mc.isReplaying && tx !== undefined && isKeyExpired(k, tx)) {
    // The next block would refuse the transaction, and with it all operations around it.
    mc.offchain.remove(order.orderId, KEY_EXPIRED.reason, BEST_EFFORT_CANCELED, undefined);
    return undefined;
  }

  const hash = blame(k);
  const replaces = known !== NONE && mc.orders.isResting(known);
  if (replaces) {
    const replaced = Reason.ORDER_REMOVAL_REASON_REPLACED;
    mc.offchain.remove(order.orderId, replaced, BEST_EFFORT_CANCELED, hash);
  }
  mc.offchain.place(order, hash);

  const buy = order.side === 1;
  const best = market.book.best(!buy);
  const remaining = filled === 0n ? order.quantums : order.quantums - filled;
  if (best !== NONE && crosses(buy, order.subticks, mc.order(best).subticks)) {
    return placeTaker(k, market, order, tx, remaining, known);
  }
  mc.stream.takerOrder({ order }, OrderStatus.Success, remaining, 0n);
  if (replaces) mc.unrest(market, known);
  mc.stream.fillsOf(order.orderId, filled);
  if (!replaces) return finish(k, market, order, tx, remaining, filled, known);
  return finish(k, market, order, tx, remaining, filled, mc.find(order.orderId));
}

/** Steps 3–11 for an order that meets the other side; `known` is the handle of its id or NONE. */
function placeTaker(
  k: ClobKernel,
  market: Market,
  order: Order,
  tx: Uint8Array | undefined,
  size: bigint,
  known: number,
): Rejection | undefined {
  const mc = k.memclob;
  const { journal } = k.registry;
  const before = journal.mark();
  const signs = PositionSigns.before(k, market, order.orderId.subaccountId);
  const loop = matchingLoop(k, market, takerOfOrder(order), size);
  mc.stream.takerOrder({ order }, loop.status, loop.remaining, size - loop.remaining);
  const waiting = removeMakers(k, market, loop);
  if (known !== NONE && mc.orders.isResting(known)) mc.unrest(market, known);

  if (loop.status === OrderStatus.PostOnlyWouldCrossMakerOrder) {
    journal.revert(before);
    restoreFills(k, order, size, loop.fills);
    return refuse(k, order, loop.status, 2003);
  }
  if (loop.status === OrderStatus.ViolatesIsolatedSubaccountConstraints) {
    journal.revert(before);
    restoreFills(k, order, size, loop.fills);
    return refuse(k, order, loop.status, 2005);
  }
  let handle: number = NONE;
  if (loop.fills.length === 0) {
    journal.revert(before);
    restoreFills(k, order, size, loop.fills);
    if (known !== NONE) handle = mc.find(order.orderId);
  } else {
    handle = commitFills(k, market, order, tx, loop, signs);
    for (const maker of waiting) queueReduceOnlyRemoval(k, market, maker);
  }

  if (loop.status !== OrderStatus.Success) {
    dropTaker(k, order, loop.status);
    return undefined;
  }
  const filled = order.quantums - loop.remaining;
  return finish(k, market, order, tx, loop.remaining, filled, handle);
}

/** A loop without lasting fills: subscribers of the stream forget them. */
function restoreFills(k: ClobKernel, order: Order, size: bigint, fills: readonly LoopFill[]): void {
  const { stream } = k.memclob;
  for (const { maker, quantums, totalFilled } of fills) {
    stream.fillsOf(maker.orderId, totalFilled - quantums);
  }
  stream.fillsOf(order.orderId, order.quantums - size);
}

/** Step 6: the order is out, its fills are undone. */
function refuse(k: ClobKernel, order: Order, status: OrderStatus, code: number): Rejection {
  dropTaker(k, order, status);
  return clobRejection(code);
}

/**
 * Tells the indexer, and with an operation everybody for a stateful order, that a taker is gone.
 */
function dropTaker(k: ClobKernel, order: Order, status: OrderStatus): void {
  const { reason, operation } = takerRemoval(status);
  k.memclob.offchain.remove(order.orderId, reason, BEST_EFFORT_CANCELED, blame(k));
  if (operation !== undefined) queueRemoval(k, order, operation);
}

export function queueRemoval(k: ClobKernel, order: Order, reason: Removal): void {
  if (!isStateful(order.orderId)) return;
  k.memclob.queue.addRemoval(orderKey(order.orderId), order.orderId, reason);
}

/** Step 5. Gives the reduce-only orders whose removal has to wait until the match is queued. */
export function removeMakers(k: ClobKernel, market: Market, loop: LoopResult): Order[] {
  const mc = k.memclob;
  const waiting: Order[] = [];
  for (const { handle, reason, operation } of loop.removals) {
    const maker = mc.order(handle);
    mc.unrest(market, handle);
    mc.offchain.remove(maker.orderId, reason, BEST_EFFORT_CANCELED, blame(k));
    if (operation !== Removal.REMOVAL_REASON_INVALID_REDUCE_ONLY) queueRemoval(k, maker, operation);
    else if (queueBeforeMatch(k, market, maker, loop.fills) === "wait") waiting.push(maker);
  }
  return waiting;
}

/** Step 7 for an order: queue placements and match, bring makers up to date. Gives its handle. */
function commitFills(
  k: ClobKernel,
  market: Market,
  order: Order,
  tx: Uint8Array | undefined,
  loop: LoopResult,
  signs: PositionSigns | undefined,
): number {
  const mc = k.memclob;
  queueMakers(k, loop.fills);
  mc.queue.addPlacement(order, tx);
  const handle = mc.intern(order.orderId);
  mc.noteMatched(handle, order, order.quantums - loop.remaining);
  const match = { matchOrders: matchOrdersOf(order.orderId, loop.fills) };
  mc.queue.addMatch(match);
  updateMakers(k, market, loop.fills);
  mc.stream.orderFill(match, loop.fills, { order, filled: order.quantums - loop.remaining });
  signs?.cancelReduceOnly(market, loop.fills);
  return handle;
}

export function queueMakers(k: ClobKernel, fills: readonly LoopFill[]): void {
  for (const { handle, maker, totalFilled } of fills) {
    k.memclob.queue.addPlacement(maker, k.memclob.txOf(handle));
    k.memclob.noteMatched(handle, maker, totalFilled);
  }
}

/** Makers keep their place with what is left of them, or leave when nothing is. */
export function updateMakers(k: ClobKernel, market: Market, fills: readonly LoopFill[]): void {
  const mc = k.memclob;
  for (const { handle, maker, totalFilled } of fills) {
    const left = maker.quantums - totalFilled;
    if (left === 0n) mc.unrest(market, handle);
    else market.book.setLots(handle, market.lotsOf(left));
    mc.offchain.update(maker.orderId, totalFilled, blame(k));
  }
}

/**
 * Steps 9–11, `known` being the handle of the id or NONE: done, dropped as an IOC remainder, or
 * resting.
 */
function finish(
  k: ClobKernel,
  market: Market,
  order: Order,
  tx: Uint8Array | undefined,
  remaining: bigint,
  filled: bigint,
  known: number,
): undefined {
  const mc = k.memclob;
  if (remaining > 0n) {
    if (order.timeInForce === IOC) {
      dropTaker(k, order, OrderStatus.ImmediateOrCancelWouldRestOnBook);
      return undefined;
    }
    const h = known === NONE ? mc.create(order.orderId) : known;
    mc.rest(market, h, order, remaining, tx);
  }
  mc.offchain.update(order.orderId, filled, blame(k));
  return undefined;
}
