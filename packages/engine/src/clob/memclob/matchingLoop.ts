import { abs, min } from "../../math/index.js";
import { isRejection } from "../../state/index.js";
import {
  getSubaccount,
  positionSize,
  type SubaccountId,
  UpdateResult,
} from "../../subaccounts/index.js";
import { NONE } from "../book/index.js";
import { isBuy, type Order, POST_ONLY } from "../order.js";
import { sameAccount } from "../orderId.js";
import { fillOptimistically } from "../settlement/optimisticFill.js";
import { settleFill } from "../settlement/settleFill.js";
import type { Taker } from "../settlement/types.js";
import type { ClobKernel } from "../state.js";
import type { Market } from "./market.js";
import {
  INVALID_REDUCE_ONLY,
  KEY_EXPIRED,
  MAKER_UNDERCOLLATERALIZED,
  type MakerRemoval,
  OrderStatus,
  SELF_TRADE,
} from "./status.js";

/** One fill found by the loop. */
export interface LoopFill {
  readonly handle: number;
  readonly maker: Order;
  readonly quantums: bigint;
  /** What the maker's id has traded with this fill. */
  readonly totalFilled: bigint;
}

export interface LoopResult {
  readonly fills: readonly LoopFill[];
  readonly removals: readonly MakerRemoval[];
  readonly status: OrderStatus;
  readonly remaining: bigint;
}

interface Loop {
  readonly k: ClobKernel;
  readonly market: Market;
  readonly taker: Taker;
  fills: LoopFill[];
  readonly removals: MakerRemoval[];
  status: OrderStatus;
  remaining: bigint;
}

/** Whether a taker at `subticks` trades with a maker at `makerSubticks`. */
export function crosses(takerIsBuy: boolean, subticks: bigint, makerSubticks: bigint): boolean {
  return takerIsBuy ? subticks >= makerSubticks : subticks <= makerSubticks;
}

/**
 * Walks the opposite side best first and settles fills on the live state (clob.md §4.3). The caller
 * marked the journal before and
 * decides what stays; the book itself is not touched here.
 */
export function matchingLoop(
  k: ClobKernel,
  market: Market,
  taker: Taker,
  remaining: bigint,
): LoopResult {
  const loop: Loop = {
    k,
    market,
    taker,
    fills: [],
    removals: [],
    status: OrderStatus.Success,
    remaining,
  };
  let h = market.book.best(!taker.isBuy);
  while (h !== NONE && loop.remaining > 0n) {
    const maker = k.memclob.order(h);
    if (!crosses(taker.isBuy, taker.subticks, maker.subticks)) break;
    if (visitMaker(loop, h, maker) === "stop") break;
    h = market.book.after(h);
  }
  return loop;
}

/** Steps 2–10 for one maker. */
function visitMaker(loop: Loop, h: number, maker: Order): "next" | "stop" {
  const { k, market, taker } = loop;
  const account = maker.orderId.subaccountId;
  if (sameAccount(account, taker.subaccountId)) {
    loop.removals.push({ handle: h, ...SELF_TRADE });
    return "next";
  }
  const tx = k.memclob.txOf(h);
  if (tx !== undefined && isKeyExpired(k, tx)) {
    loop.removals.push({ handle: h, ...KEY_EXPIRED });
    return "next";
  }
  const open = k.memclob.remainingOf(k, market, h);
  let quantums = min(loop.remaining, open);
  if (maker.reduceOnly) {
    const reducible = reducibleSize(k, account, market.perpetualId, isBuy(maker));
    if (reducible === 0n) {
      loop.removals.push({ handle: h, ...INVALID_REDUCE_ONLY });
      return "next";
    }
    quantums = min(quantums, reducible);
  }
  if (taker.order?.reduceOnly === true) {
    const reducible = reducibleSize(k, taker.subaccountId, market.perpetualId, taker.isBuy);
    quantums = min(quantums, reducible);
    if (quantums === 0n) return "stop";
  }
  return fill(loop, h, maker, quantums, maker.quantums - open + quantums);
}

/**
 * Whether the permissioned key that placed an order is gone. PERF: few transactions are
 * permissioned, so few are decoded again.
 */
export function isKeyExpired({ memclob }: ClobKernel, tx: Uint8Array): boolean {
  return memclob.permissioned.has(tx) && memclob.isKeyExpired?.(tx) === true;
}

/** The size that a side could take off an account's position; 0 when it would open or grow one. */
export function reducibleSize(
  k: ClobKernel,
  account: SubaccountId,
  perpetualId: number,
  buy: boolean,
): bigint {
  const size = positionSize(getSubaccount(k, account), perpetualId);
  return size !== 0n && size < 0n === buy ? abs(size) : 0n;
}

function fill(
  loop: Loop,
  h: number,
  maker: Order,
  quantums: bigint,
  totalFilled: bigint,
): "next" | "stop" {
  const { k, market, taker } = loop;
  const before = k.registry.journal.mark();
  if (!fillOptimistically(k, market.pair, taker, maker, quantums)) {
    const stopped = settle(loop, h, maker, quantums);
    if (stopped !== undefined) return stopped;
  }
  if (taker.order?.timeInForce === POST_ONLY) {
    k.registry.journal.revert(before);
    loop.status = OrderStatus.PostOnlyWouldCrossMakerOrder;
    return "stop";
  }
  const filled = { handle: h, maker, quantums, totalFilled };
  // PERF: most loops end with their first fill; an array that grows by `push` has room for 17.
  if (loop.fills.length === 0) loop.fills = [filled];
  else loop.fills.push(filled);
  loop.remaining -= quantums;
  if (loop.remaining === 0n) return "stop";
  if (taker.order?.reduceOnly === true) {
    const left = positionSize(getSubaccount(k, taker.subaccountId), market.perpetualId);
    if (left === 0n) {
      loop.status = OrderStatus.ReduceOnlyResized;
      return "stop";
    }
  }
  return "next";
}

/** Settles by the full rules; undefined when the fill stands. */
function settle(
  loop: Loop,
  h: number,
  maker: Order,
  quantums: bigint,
): "next" | "stop" | undefined {
  const { k, market, taker } = loop;
  const result = settleFill(k, market.pair, taker, maker, quantums);
  if (isRejection(result)) {
    // Nothing that a user sends leads here; should it happen, the order is dropped, not the node.
    loop.status = OrderStatus.InternalError;
    return "stop";
  }
  if (result.kind === "limited") {
    loop.status = statusOfLimit(result.code);
    return "stop";
  }
  return result.kind === "refused" ? onRefused(loop, h, result.taker, result.maker) : undefined;
}

function statusOfLimit(code: 1011 | 1012 | 1013): OrderStatus {
  if (code === 1011) return OrderStatus.LiquidationExceededSubaccountMaxNotionalLiquidated;
  if (code === 1012) return OrderStatus.LiquidationExceededSubaccountMaxInsuranceLost;
  return OrderStatus.LiquidationRequiresDeleveraging;
}

/**
 * Step 8: a maker that cannot bear the fill leaves; a taker that cannot stops, unless it is a
 * liquidation.
 */
function onRefused(
  loop: Loop,
  h: number,
  taker: UpdateResult,
  maker: UpdateResult,
): "next" | "stop" {
  if (maker !== UpdateResult.Success) {
    loop.removals.push({ handle: h, ...MAKER_UNDERCOLLATERALIZED });
  }
  if (taker === UpdateResult.Success || loop.taker.liquidation !== undefined) return "next";
  loop.status =
    taker === UpdateResult.ViolatesIsolatedSubaccountConstraints
      ? OrderStatus.ViolatesIsolatedSubaccountConstraints
      : OrderStatus.Undercollateralized;
  return "stop";
}
