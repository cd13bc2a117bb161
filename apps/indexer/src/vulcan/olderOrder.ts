import {
  addStatefulOrderUpdate,
  changeOrder,
  type ReadOrder,
  readOrder,
} from "@perpetua/messaging";
import { type indexerV1, type redisProto, uuidFromSubaccount } from "@perpetua/protocol";
import type { MessageContext, VulcanContext } from "./context.js";
import type { Market } from "./market.js";
import { announceLevel } from "./outgoing.js";
import { levelMoveOfRemoval } from "./removeOrder.js";

/**
 * An id of a stateful order may be used again once its order is gone from the chain. Here the older
 * one may still stand for two reasons. A node that starts again places all orders of its state, and
 * ender has yet to tell of the removal and of the new order: that placement waits for ender's. Or
 * Redis lost the removal with its last writes: then ender's placement removes the older one first.
 * A plain replacement would leave the older one's size in its level for ever.
 */
export async function findOlder(
  { redis }: VulcanContext,
  placed: redisProto.RedisOrder,
): Promise<ReadOrder | undefined> {
  const stored = await readOrder(redis, placed.id);
  const expiry = stored?.order.order?.goodTilBlockTime;
  const isOlder = expiry !== undefined && expiry < (placed.order?.goodTilBlockTime ?? 0);
  return isOlder ? stored : undefined;
}

/**
 * The word that the new order rests may be spent on the older one: ender's placement repeats it.
 */
export function rememberRest(
  { redis, nowMs }: VulcanContext,
  placed: redisProto.RedisOrder,
  orderId: indexerV1.IndexerOrderId,
): Promise<void> {
  return addStatefulOrderUpdate(redis, placed.id, { orderId, totalFilledQuantums: 0n }, nowMs());
}

/** Takes the older order and what is left of it in its level away. */
export async function removeOlder(
  context: VulcanContext,
  message: MessageContext,
  market: Market,
  older: ReadOrder,
  subaccountId: indexerV1.IndexerSubaccountId,
): Promise<void> {
  const keys = { orderUuid: older.order.id, subaccountUuid: uuidFromSubaccount(subaccountId) };
  const move = levelMoveOfRemoval(older, market);
  const level = await changeOrder(context.redis, { keys, before: older, move });
  if (level && move) announceLevel(context, message, market, move, level);
}
