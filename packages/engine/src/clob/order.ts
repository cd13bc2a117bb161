import { sha256 } from "@noble/hashes/sha2.js";
import { clob, type indexerV1 } from "@perpetua/protocol";
import {
  compareBytes,
  isShortTerm,
  type OrderId,
  presentOrderId,
  toIndexerOrderId,
} from "./orderId.js";

/** An order whose id is present. Never changed in place. */
export type Order = clob.Order & { orderId: OrderId };

export const BUY = clob.Order_Side.SIDE_BUY;
export const SELL = clob.Order_Side.SIDE_SELL;
export const IOC = clob.Order_TimeInForce.TIME_IN_FORCE_IOC;
export const POST_ONLY = clob.Order_TimeInForce.TIME_IN_FORCE_POST_ONLY;
export const FILL_OR_KILL = clob.Order_TimeInForce.TIME_IN_FORCE_FILL_OR_KILL;
export const STOP_LOSS = clob.Order_ConditionType.CONDITION_TYPE_STOP_LOSS;
export const TAKE_PROFIT = clob.Order_ConditionType.CONDITION_TYPE_TAKE_PROFIT;

/**
 * The order of a message with absent parts of its id filled in. PERF: copies only when something is
 * absent.
 */
export function presentOrder(order: clob.Order | undefined): Order {
  if (order?.orderId?.subaccountId !== undefined) return order as Order;
  return { ...(order ?? clob.Order.fromPartial({})), orderId: presentOrderId(order?.orderId) };
}

export function isBuy(order: clob.Order): boolean {
  return order.side === BUY;
}

export function isImmediate(order: clob.Order): boolean {
  return order.timeInForce === IOC || order.timeInForce === FILL_OR_KILL;
}

export function goodTilBlock(order: clob.Order): number {
  return order.goodTilBlock ?? 0;
}

export function goodTilTime(order: clob.Order): number {
  return order.goodTilBlockTime ?? 0;
}

/** SHA-256 of the order's protobuf bytes (clob.md §1.2). */
export function orderHash(order: clob.Order): Uint8Array {
  return sha256(clob.Order.encode(order).finish());
}

/**
 * clob.md §1.3, for two orders of one id: the later good-til is greater, then the byte-wise greater
 * hash.
 * PERF: hashes only on a tie.
 */
export function compareReplacement(a: Order, b: Order): number {
  const byGoodTil = isShortTerm(a.orderId)
    ? goodTilBlock(a) - goodTilBlock(b)
    : goodTilTime(a) - goodTilTime(b);
  if (byGoodTil !== 0) return byGoodTil;
  if (a === b) return 0;
  return compareBytes(orderHash(a), orderHash(b));
}

/** The order as the indexer's messages carry it. */
export function toIndexerOrder(order: Order): indexerV1.IndexerOrder {
  return {
    orderId: toIndexerOrderId(order.orderId),
    side: order.side as number,
    quantums: order.quantums,
    subticks: order.subticks,
    goodTilBlock: order.goodTilBlock,
    goodTilBlockTime: order.goodTilBlockTime,
    timeInForce: order.timeInForce as number,
    reduceOnly: order.reduceOnly,
    clientMetadata: order.clientMetadata,
    conditionType: order.conditionType as number,
    conditionalOrderTriggerSubticks: order.conditionalOrderTriggerSubticks,
    builderCodeParams: order.builderCodeParameters,
    orderRouterAddress: order.orderRouterAddress,
    twapParameters: order.twapParameters,
  };
}

/** A liquidation order (clob.md §8): a taker without an id. */
export interface LiquidationOrder {
  readonly subaccountId: { readonly owner: string; readonly number: number };
  readonly clobPairId: number;
  readonly perpetualId: number;
  readonly isBuy: boolean;
  readonly quantums: bigint;
  readonly subticks: bigint;
}

/** SHA-256 of PerpetualLiquidationInfo (clob.md §1.2). */
export function liquidationHash(order: LiquidationOrder): Uint8Array {
  const { subaccountId, perpetualId } = order;
  return sha256(clob.PerpetualLiquidationInfo.encode({ subaccountId, perpetualId }).finish());
}
