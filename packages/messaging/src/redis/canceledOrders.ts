import type { RedisClient } from "./client.js";
import { RedisKey } from "./keys.js";
import { defineScript, runScript } from "./script.js";

const WINDOW_MS = 30_000;

/** KEYS set; ARGV uuid, now ms, window ms. */
const ADD_CANCELED_ORDER_ID = defineScript(
  "addCanceledOrderId",
  1,
  `
redis.call("ZREMRANGEBYSCORE", KEYS[1], "-inf", "(" .. ARGV[2])
redis.call("ZADD", KEYS[1], string.format("%.0f", ARGV[2] + ARGV[3]), ARGV[1])
return 1
`,
);

export type OrderCancelStatus = "CANCELED" | "BEST_EFFORT_CANCELED" | "NOT_CANCELED";

export async function addCanceledOrderId(
  redis: RedisClient,
  orderUuid: string,
  nowMs: number,
): Promise<void> {
  const args = [orderUuid, nowMs, WINDOW_MS];
  await runScript(redis, ADD_CANCELED_ORDER_ID, [RedisKey.canceledOrders], args);
}

export async function addBestEffortCanceledOrderId(
  redis: RedisClient,
  orderUuid: string,
  nowMs: number,
): Promise<void> {
  const args = [orderUuid, nowMs, WINDOW_MS];
  await runScript(redis, ADD_CANCELED_ORDER_ID, [RedisKey.bestEffortCanceledOrders], args);
}

/** A placement makes earlier cancellations of the same id void. */
export async function removeCanceledOrderId(redis: RedisClient, orderUuid: string): Promise<void> {
  await redis
    .pipeline()
    .zrem(RedisKey.canceledOrders, orderUuid)
    .zrem(RedisKey.bestEffortCanceledOrders, orderUuid)
    .exec();
}

/** Scores are not compared with the clock: an entry counts until it is purged (indexer.md §2.3). */
export async function getOrderCancelStatuses(
  redis: RedisClient,
  orderUuids: readonly string[],
): Promise<OrderCancelStatus[]> {
  if (orderUuids.length === 0) return [];
  const [canceled, bestEffort] = await Promise.all([
    redis.zmscore(RedisKey.canceledOrders, ...orderUuids),
    redis.zmscore(RedisKey.bestEffortCanceledOrders, ...orderUuids),
  ]);
  return orderUuids.map((_, i) => {
    if (canceled[i] !== null) return "CANCELED";
    return bestEffort[i] !== null ? "BEST_EFFORT_CANCELED" : "NOT_CANCELED";
  });
}
