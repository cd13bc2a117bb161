import type { clob, offChainUpdates } from "@perpetua/protocol";
import { isDelivering } from "../../state/index.js";
import { NONE } from "../book/index.js";
import { fillAmount } from "../fillAmounts.js";
import { type LiquidationOrder, type Order, toIndexerOrder } from "../order.js";
import { type OrderId, orderKey, toIndexerOrderId } from "../orderId.js";
import type { ClobKernel } from "../state.js";
import type { LoopFill } from "./matchingLoop.js";
import { BEST_EFFORT_CANCELED, BEST_EFFORT_OPENED, Reason } from "./offchain.js";
import type { OrderStatus } from "./status.js";

/** One message of the full-node stream without its height and mode (clob.md §10.3). */
export type StreamPayload = Omit<clob.StreamUpdate, "blockHeight" | "execMode">;

function book(...updates: offChainUpdates.OffChainUpdateV1[]): StreamPayload {
  return { orderbookUpdate: { snapshot: false, updates } };
}

function place(order: Order): offChainUpdates.OffChainUpdateV1 {
  return {
    orderPlace: {
      order: toIndexerOrder(order),
      placementStatus: BEST_EFFORT_OPENED,
      timeStamp: undefined,
    },
  };
}

function total(id: OrderId, totalFilledQuantums: bigint): offChainUpdates.OffChainUpdateV1 {
  return { orderUpdate: { orderId: toIndexerOrderId(id), totalFilledQuantums } };
}

/**
 * Messages of the full-node stream that this node's book produces. Off until a subscriber exists:
 * then every call below is one comparison.
 */
export class StreamOutbox {
  enabled = false;
  private payloads: StreamPayload[] = [];

  /** An order rests. */
  rested(order: Order, filled: bigint): void {
    if (this.enabled) this.payloads.push(book(place(order), total(order.orderId, filled)));
  }

  /** An order left the book, for whatever cause. */
  removed(id: OrderId): void {
    if (!this.enabled) return;
    const orderRemove = {
      removedOrderId: toIndexerOrderId(id),
      reason: Reason.ORDER_REMOVAL_REASON_UNSPECIFIED,
      removalStatus: BEST_EFFORT_CANCELED,
      timeStamp: undefined,
    };
    this.payloads.push(book({ orderRemove }));
  }

  /** Restores what subscribers know of an order's fills. */
  fillsOf(id: OrderId, filled: bigint): void {
    if (this.enabled) this.payloads.push(book(total(id, filled)));
  }

  /** A matching loop ended. */
  takerOrder(
    taker: { readonly order: Order } | { readonly liquidation: LiquidationOrder },
    status: OrderStatus,
    remaining: bigint,
    filled: bigint,
  ): void {
    if (!this.enabled) return;
    const takerOrderStatus = {
      orderStatus: status,
      remainingQuantums: remaining,
      optimisticallyFilledQuantums: filled,
    };
    const subject =
      "order" in taker
        ? { order: taker.order }
        : { liquidationOrder: toStreamLiquidation(taker.liquidation) };
    this.payloads.push({ takerOrder: { ...subject, takerOrderStatus } });
  }

  /** A loop's fills stay; `taker` is undefined for a liquidation. */
  orderFill(
    match: clob.ClobMatch,
    fills: readonly LoopFill[],
    taker: { readonly order: Order; readonly filled: bigint } | undefined,
  ): void {
    if (!this.enabled) return;
    const orders = fills.map((f) => f.maker);
    const fillAmounts = fills.map((f) => f.totalFilled);
    if (taker !== undefined) {
      orders.push(taker.order);
      fillAmounts.push(taker.filled);
    }
    this.payloads.push({ orderFill: { clobMatch: match, orders, fillAmounts } });
  }

  drain(): StreamPayload[] {
    const drained = this.payloads;
    this.payloads = [];
    return drained;
  }
}

function toStreamLiquidation(order: LiquidationOrder): clob.StreamLiquidationOrder {
  const { subaccountId, perpetualId, clobPairId, isBuy, quantums, subticks } = order;
  return {
    liquidationInfo: { subaccountId: { ...subaccountId }, perpetualId },
    clobPairId,
    isBuy,
    quantums,
    subticks,
  };
}

/** Stages a fill of the block in execution; it leaves at Precommit. */
export function stageFill(k: ClobKernel, match: clob.ClobMatch, orders: readonly Order[]): void {
  if (!k.memclob.stream.enabled || !isDelivering(k)) return;
  const fillAmounts = orders.map((o) => fillAmount(k, o.orderId));
  k.clob.block.streamFills.push({
    orderFill: { clobMatch: match, orders: [...orders], fillAmounts },
  });
}

/** Stages that a block forgot an order's fill amount. */
export function stageForgottenFill(k: ClobKernel, id: OrderId): void {
  if (!k.memclob.stream.enabled || !isDelivering(k)) return;
  k.clob.block.streamBook.push(book(total(id, 0n)));
}

function stamp(payload: StreamPayload, blockHeight: number, execMode: number): clob.StreamUpdate {
  return { blockHeight, execMode, ...payload };
}

/** The stream's messages since the last call; call it before the mode changes. */
export function drainStream(k: ClobKernel): clob.StreamUpdate[] {
  return k.memclob.stream.drain().map((p) => stamp(p, k.header.height, k.mode));
}

const FINALIZE_MODE = 7;

/**
 * The clob's part of the Precommit batch: orders of the local queue are brought back to their
 * committed fills, then the block's fills, then what the block forgot (clob.md §10.3). Accounts and
 * prices follow and are the application's.
 */
export function finalizedStream(k: ClobKernel): clob.StreamUpdate[] {
  if (!k.memclob.stream.enabled) return [];
  const payloads = [
    ...resynchronised(k),
    ...k.clob.block.streamFills.all(),
    ...k.clob.block.streamBook.all(),
  ];
  return payloads.map((p) => stamp(p, k.header.height, FINALIZE_MODE));
}

/** One update per pair: makers in match order, then the taker. */
function resynchronised(k: ClobKernel): StreamPayload[] {
  const byPair = new Map<number, Map<string, OrderId>>();
  const note = (id: OrderId | undefined) => {
    if (id === undefined) return;
    const ids = byPair.get(id.clobPairId) ?? new Map<string, OrderId>();
    ids.set(orderKey(id), id);
    byPair.set(id.clobPairId, ids);
  };
  for (const op of k.memclob.queue.all()) {
    if (op.kind !== "match") continue;
    const match = op.match.matchOrders ?? op.match.matchPerpetualLiquidation;
    for (const fill of match?.fills ?? []) note(fill.makerOrderId as OrderId | undefined);
    note(op.match.matchOrders?.takerOrderId as OrderId | undefined);
  }
  return [...byPair]
    .sort(([a], [b]) => a - b)
    .map(([, ids]) => book(...[...ids.values()].map((id) => total(id, fillAmount(k, id)))));
}

/**
 * The books of some pairs for a new subscriber: bids from best to worst, then asks, each order
 * placed and brought to its fills (app.md §3.4).
 */
export function bookSnapshot(k: ClobKernel, clobPairIds: readonly number[]): StreamPayload {
  const updates: offChainUpdates.OffChainUpdateV1[] = [];
  const mc = k.memclob;
  for (const id of clobPairIds) {
    const market = mc.market(k, id);
    if (market === undefined) continue;
    for (const isBuy of [true, false]) {
      for (let h = market.book.best(isBuy); h !== NONE; h = market.book.after(h)) {
        const order = mc.order(h);
        const filled = order.quantums - mc.remainingOf(k, market, h);
        updates.push(place(order), total(order.orderId, filled));
      }
    }
  }
  return { orderbookUpdate: { snapshot: true, updates } };
}
