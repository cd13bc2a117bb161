import { latestBlock } from "@perpetua/db";
import {
  getExpiredOrderIds,
  getOrderData,
  getOrders,
  type OutgoingMessage,
  Topic,
  toVulcanMessage,
} from "@perpetua/messaging";
import { indexerShared, offChainUpdates } from "@perpetua/protocol";
import type { Task, TaskContext } from "../task.js";

/** BLOCKS_TO_DELAY_EXPIRY_BEFORE_SENDING_REMOVES: the node's own removal comes first. */
const DELAY_BLOCKS = 20n;
/** Orders read from Redis, and records sent, at a time. */
const CHUNK = 1_000;

/**
 * Short-term orders whose removal by the node never came, filled ones above all, leave Redis
 * (indexer.md §6.8).
 */
export const removeExpiredOrders: Task = {
  name: "remove_expired_orders",
  env: "REMOVE_EXPIRED_ORDERS",
  intervalMs: 120_000,
  run: expireOrders,
};

async function expireOrders(context: TaskContext): Promise<void> {
  const latest = await latestBlock(context.database.prismaRead);
  if (latest === undefined || latest.height < DELAY_BLOCKS) return;
  const cutoff = Number(latest.height - DELAY_BLOCKS);
  const ids = await getExpiredOrderIds(context.redis, cutoff);
  for (let start = 0; start < ids.length; start += CHUNK) {
    const messages = await expiryMessages(context, ids.slice(start, start + CHUNK), cutoff);
    await context.producer.sendInOrder(Topic.toVulcan, messages);
    context.count("expiry_message_sent", messages.length);
  }
}

async function expiryMessages(
  { redis, count }: TaskContext,
  orderUuids: readonly string[],
  cutoff: number,
): Promise<OutgoingMessage[]> {
  const [orders, data] = await Promise.all([
    getOrders(redis, orderUuids),
    getOrderData(redis, orderUuids),
  ]);
  return orders.flatMap((stored, index) => {
    const order = stored?.order;
    if (order?.orderId === undefined || data[index] === undefined) {
      count("expired_order_data_not_found");
      return [];
    }
    // Replaced since the set was read.
    if ((order.goodTilBlock ?? 0) > cutoff) return [];
    if (data[index].totalFilledQuantums >= order.quantums) {
      count("fully_filled_orders_expired_by_roundtable");
    }
    const orderRemove = offChainUpdates.OrderRemoveV1.fromPartial({
      removedOrderId: order.orderId,
      reason: indexerShared.OrderRemovalReason.ORDER_REMOVAL_REASON_INDEXER_EXPIRED,
      removalStatus: offChainUpdates.OrderRemoveV1_OrderRemovalStatus.ORDER_REMOVAL_STATUS_CANCELED,
    });
    return [toVulcanMessage(offChainUpdates.OffChainUpdateV1.fromPartial({ orderRemove }))];
  });
}
