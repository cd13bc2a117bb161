import { offChainUpdates } from "@perpetua/protocol";
import { bytesFromRedis, bytesToRedis } from "./binary.js";
import type { RedisClient } from "./client.js";
import { RedisKey } from "./keys.js";
import { defineScript, runScript } from "./script.js";

/** KEYS ids, updates; ARGV uuid, blob, timestamp ms. */
const ADD_STATEFUL_ORDER_UPDATE = defineScript(
  "addStatefulOrderUpdate",
  2,
  `
redis.call("ZADD", KEYS[1], ARGV[3], ARGV[1])
redis.call("HSET", KEYS[2], ARGV[1], ARGV[2])
return 1
`,
);

/** KEYS ids, updates; ARGV uuid, newest timestamp ms that may be taken. */
const REMOVE_STATEFUL_ORDER_UPDATE = defineScript(
  "removeStatefulOrderUpdate",
  2,
  `
local score = redis.call("ZSCORE", KEYS[1], ARGV[1])
if not score or tonumber(score) > tonumber(ARGV[2]) then return "" end
local blob = redis.call("HGET", KEYS[2], ARGV[1])
redis.call("ZREM", KEYS[1], ARGV[1])
redis.call("HDEL", KEYS[2], ARGV[1])
return blob or ""
`,
);

const KEYS = [RedisKey.statefulOrderUpdateIds, RedisKey.statefulOrderUpdates];

/** Remembers an update that arrived before its order, so that the placement can replay it. */
export async function addStatefulOrderUpdate(
  redis: RedisClient,
  orderUuid: string,
  update: offChainUpdates.OrderUpdateV1,
  nowMs: number,
): Promise<void> {
  const blob = bytesToRedis(offChainUpdates.OrderUpdateV1.encode(update).finish());
  await runScript(redis, ADD_STATEFUL_ORDER_UPDATE, KEYS, [orderUuid, blob, nowMs]);
}

/** Takes a remembered update that is not newer than `maxMs`. */
export async function removeStatefulOrderUpdate(
  redis: RedisClient,
  orderUuid: string,
  maxMs: number,
): Promise<offChainUpdates.OrderUpdateV1 | undefined> {
  const blob = await runScript(redis, REMOVE_STATEFUL_ORDER_UPDATE, KEYS, [orderUuid, maxMs]);
  if (typeof blob !== "string" || blob === "") return undefined;
  return offChainUpdates.OrderUpdateV1.decode(bytesFromRedis(blob));
}

/** Uuids remembered at or before `maxMs`, for the job that drops the stale ones. */
export function getOldStatefulOrderUpdateIds(redis: RedisClient, maxMs: number): Promise<string[]> {
  return redis.zrangebyscore(RedisKey.statefulOrderUpdateIds, "-inf", maxMs);
}
