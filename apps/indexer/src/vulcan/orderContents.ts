import {
  indexerShared,
  indexerV1,
  type redisProto,
  subticksToPrice,
  uuidFromSubaccount,
} from "@perpetua/protocol";
import type { Market } from "./market.js";
import {
  apiTimeInForce,
  goodTilBlockText,
  goodTilBlockTimeText,
  isPostOnly,
  sideText,
  typeFromCondition,
} from "./orderFields.js";
import type { OrderRow } from "./orderRow.js";

/**
 * The `orders` element of subaccount messages in its four forms (indexer.md §5.2, §5.4). Keys stand
 * in the recorded order; undefined ones are left out by JSON.
 */

type OrderId = indexerV1.IndexerOrderId;

function idFields(orderId: OrderId, orderUuid: string) {
  return {
    id: orderUuid,
    subaccountId: uuidFromSubaccount(orderId.subaccountId),
    clientId: String(orderId.clientId),
    clobPairId: String(orderId.clobPairId),
  };
}

function rowTimes(row: OrderRow | undefined) {
  return {
    createdAtHeight: row?.createdAtHeight,
    updatedAt: row?.updatedAt,
    updatedAtHeight: row?.updatedAtHeight,
  };
}

function triggerPrice(order: indexerV1.IndexerOrder, market: Market): string | undefined {
  if (order.conditionType === indexerV1.IndexerOrder_ConditionType.CONDITION_TYPE_UNSPECIFIED) {
    return undefined;
  }
  return subticksToPrice(order.conditionalOrderTriggerSubticks, market);
}

/** An order that was placed on the book or on chain. */
export function placedOrder(
  redisOrder: redisProto.RedisOrder,
  order: indexerV1.IndexerOrder,
  orderId: OrderId,
  market: Market,
  status: "OPEN" | "BEST_EFFORT_OPENED",
  row: OrderRow | undefined,
) {
  return {
    ...idFields(orderId, redisOrder.id),
    side: sideText(order),
    size: redisOrder.size,
    price: redisOrder.price,
    status,
    type: typeFromCondition(order),
    timeInForce: apiTimeInForce(order),
    postOnly: isPostOnly(order),
    reduceOnly: order.reduceOnly,
    orderFlags: String(orderId.orderFlags),
    goodTilBlock: goodTilBlockText(order),
    goodTilBlockTime: goodTilBlockTimeText(order),
    ticker: redisOrder.ticker,
    ...rowTimes(row),
    clientMetadata: String(order.clientMetadata),
    triggerPrice: triggerPrice(order, market),
  };
}

export interface Removal {
  readonly orderId: OrderId;
  readonly orderUuid: string;
  readonly status: string;
  readonly reason: indexerShared.OrderRemovalReason;
}

const reasonText = (reason: indexerShared.OrderRemovalReason) =>
  indexerShared.OrderRemovalReason[reason];

/** Removal of an order that Redis knew. */
export function removedOrder(
  removal: Removal,
  redisOrder: redisProto.RedisOrder,
  order: indexerV1.IndexerOrder,
  market: Market,
  totalOptimisticFilled: string,
  row: OrderRow | undefined,
) {
  return {
    ...idFields(removal.orderId, removal.orderUuid),
    side: sideText(order),
    size: redisOrder.size,
    totalOptimisticFilled,
    price: redisOrder.price,
    type: typeFromCondition(order),
    status: removal.status,
    timeInForce: apiTimeInForce(order),
    postOnly: isPostOnly(order),
    reduceOnly: order.reduceOnly,
    orderFlags: String(removal.orderId.orderFlags),
    goodTilBlock: goodTilBlockText(order),
    goodTilBlockTime: goodTilBlockTimeText(order),
    ticker: redisOrder.ticker,
    removalReason: reasonText(removal.reason),
    ...rowTimes(row),
    clientMetadata: String(order.clientMetadata),
    triggerPrice: triggerPrice(order, market),
  };
}

/** A stateful order that its owner canceled on chain: everything comes from the stored row. */
export function canceledStatefulOrder(removal: Removal, row: OrderRow, market: Market) {
  return {
    id: row.id,
    subaccountId: row.subaccountId,
    clientId: row.clientId,
    clobPairId: row.clobPairId,
    side: row.side,
    size: row.size,
    totalFilled: row.totalFilled,
    price: row.price,
    type: row.type,
    status: removal.status,
    timeInForce: rowTimeInForce(row),
    postOnly: row.timeInForce === "POST_ONLY",
    reduceOnly: row.reduceOnly,
    orderFlags: row.orderFlags,
    goodTilBlock: row.goodTilBlock,
    goodTilBlockTime: row.goodTilBlockTime,
    ticker: market.ticker,
    removalReason: reasonText(removal.reason),
    ...rowTimes(row),
    clientMetadata: row.clientMetadata,
    triggerPrice: row.triggerPrice,
  };
}

/** Removal of an order that Redis did not know: the short form, widened by a stored row. */
export function unknownOrder(removal: Removal, market: Market, row: OrderRow | undefined) {
  return {
    ...idFields(removal.orderId, removal.orderUuid),
    status: removal.status,
    orderFlags: String(removal.orderId.orderFlags),
    ticker: market.ticker,
    removalReason: reasonText(removal.reason),
    ...rowTimes(row),
    price: row?.price,
    size: row?.size,
    clientMetadata: row?.clientMetadata,
    // Only truthy values are shown, so `false` is absent (recorded).
    reduceOnly: row?.reduceOnly ? true : undefined,
    side: row?.side,
    timeInForce: row === undefined ? undefined : rowTimeInForce(row),
    totalFilled: row?.totalFilled,
    goodTilBlock: row?.goodTilBlock,
    goodTilBlockTime: row?.goodTilBlockTime,
    triggerPrice: row?.triggerPrice,
    type: row?.type,
  };
}

function rowTimeInForce(row: OrderRow): string {
  return row.timeInForce === "POST_ONLY" ? "GTT" : row.timeInForce;
}
