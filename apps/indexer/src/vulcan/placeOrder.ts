import {
  placeOrder,
  removeCanceledOrderId,
  removeStatefulOrderUpdate,
  Topic,
  toVulcanMessage,
} from "@perpetua/messaging";
import {
  type indexerV1,
  offChainUpdates,
  quantumsToSize,
  redisProto,
  subticksToPrice,
  uuidFromOrder,
  uuidFromSubaccount,
} from "@perpetua/protocol";
import {
  InvalidUpdateError,
  type MessageContext,
  required,
  type VulcanContext,
} from "./context.js";
import type { Market } from "./market.js";
import { findOlder, rememberRest, removeOlder } from "./olderOrder.js";
import { placedOrder } from "./orderContents.js";
import { isStateful, OrderFlags } from "./orderFields.js";
import type { OrderRow } from "./orderRow.js";
import { sendOrder } from "./outgoing.js";
import { isVaultAddress } from "./vaults.js";

const { ORDER_PLACEMENT_STATUS_UNSPECIFIED, ORDER_PLACEMENT_STATUS_BEST_EFFORT_OPENED } =
  offChainUpdates.OrderPlaceV1_OrderPlacementStatus;

/** An order was seen by the node or stored on chain (indexer.md §5.2). */
export async function handlePlace(
  context: VulcanContext,
  message: MessageContext,
  place: offChainUpdates.OrderPlaceV1,
): Promise<void> {
  const order = required(place.order, "order");
  const orderId = required(order.orderId, "order id");
  const subaccountId = required(orderId.subaccountId, "subaccount id");
  const { placementStatus } = place;
  if (placementStatus === ORDER_PLACEMENT_STATUS_UNSPECIFIED) {
    throw new InvalidUpdateError("placement status is unspecified");
  }
  const market = await context.findMarket(orderId.clobPairId);
  if (!market) throw new InvalidUpdateError(`unknown clob pair ${orderId.clobPairId}`);

  const redisOrder = toRedisOrder(order, orderId, market);
  const isShortTerm = orderId.orderFlags === OrderFlags.shortTerm;
  const bestEffort = placementStatus === ORDER_PLACEMENT_STATUS_BEST_EFFORT_OPENED;
  if (isStateful(orderId.orderFlags)) {
    const older = await findOlder(context, redisOrder);
    if (older) {
      await rememberRest(context, redisOrder, orderId);
      if (bestEffort) return;
      await removeOlder(context, message, market, older, subaccountId);
    }
  }
  const keys = { orderUuid: redisOrder.id, subaccountUuid: uuidFromSubaccount(subaccountId) };
  // PERF: one round trip; Redis runs them in this order.
  const [result] = await Promise.all([
    placeOrder(context.redis, keys, redisOrder, orderExpiry(order), isShortTerm),
    removeCanceledOrderId(context.redis, redisOrder.id),
  ]);
  if (result.replaced) context.count("replaced_order");

  if (bestEffort && (!isShortTerm || !(result.placed || result.replaced))) return;

  let row: OrderRow | undefined;
  if (isStateful(orderId.orderFlags)) {
    row = await findStatefulRow(context, redisOrder.id, subaccountId.owner);
    await replayCachedUpdate(context, message, redisOrder.id);
  }
  const status = bestEffort ? "BEST_EFFORT_OPENED" : "OPEN";
  const contents = placedOrder(redisOrder, order, orderId, market, status, row);
  sendOrder(context, message, subaccountId, contents);
}

/**
 * A stateful order is announced only when ender has stored it: a missing row is an error, so that
 * the message is tried again. Placements of vaults are not stored and not looked up.
 */
async function findStatefulRow(
  context: VulcanContext,
  orderUuid: string,
  owner: string,
): Promise<OrderRow | undefined> {
  if (isVaultAddress(owner)) return undefined;
  const row = await context.orders.findOrder(orderUuid);
  if (!row) throw new Error(`stateful order ${orderUuid} is not in the database yet`);
  return row;
}

/** Puts an update that came before its order back on `to-vulcan`, with this message's headers. */
async function replayCachedUpdate(
  context: VulcanContext,
  message: MessageContext,
  orderUuid: string,
): Promise<void> {
  const update = await removeStatefulOrderUpdate(context.redis, orderUuid, context.nowMs());
  if (!update) return;
  const replayed = toVulcanMessage({ orderUpdate: update }, message.headers);
  context.publish(Topic.toVulcan, { ...replayed, key: message.key ?? replayed.key });
}

function toRedisOrder(
  order: indexerV1.IndexerOrder,
  orderId: indexerV1.IndexerOrderId,
  market: Market,
): redisProto.RedisOrder {
  return {
    id: uuidFromOrder(orderId),
    order,
    ticker: market.ticker,
    tickerType: redisProto.RedisOrder_TickerType.TICKER_TYPE_PERPETUAL,
    price: subticksToPrice(order.subticks, market),
    size: quantumsToSize(order.quantums, market.atomicResolution),
  };
}

function orderExpiry(order: indexerV1.IndexerOrder): number {
  const expiry = order.goodTilBlock ?? order.goodTilBlockTime;
  if (expiry === undefined) throw new InvalidUpdateError("order has no expiry");
  return expiry;
}
