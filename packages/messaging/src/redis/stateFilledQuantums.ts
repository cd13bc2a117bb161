import type { RedisClient } from "./client.js";
import { RedisKey } from "./keys.js";

const LIFETIME_S = 300;

/** Total filled per order as of the latest processed block (any order flag). */
export async function setStateFilledQuantums(
  redis: RedisClient,
  filledByOrderUuid: ReadonlyMap<string, bigint>,
): Promise<void> {
  if (filledByOrderUuid.size === 0) return;
  const pipeline = redis.pipeline();
  for (const [uuid, quantums] of filledByOrderUuid) {
    pipeline.set(RedisKey.stateFilledQuantums(uuid), String(quantums), "EX", LIFETIME_S);
  }
  const results = (await pipeline.exec()) ?? [];
  for (const [error] of results) if (error) throw error;
}

/** 0 when no block filled the order within the lifetime of the key. */
export async function getStateFilledQuantums(
  redis: RedisClient,
  orderUuid: string,
): Promise<bigint> {
  const text = await redis.get(RedisKey.stateFilledQuantums(orderUuid));
  return text === null ? 0n : BigInt(text);
}

/** What is left of an order as of the latest block: its size minus the state-filled amount. */
export async function stateRemainingQuantums(
  redis: RedisClient,
  orderUuid: string,
  orderQuantums: bigint,
): Promise<bigint> {
  return orderQuantums - (await getStateFilledQuantums(redis, orderUuid));
}
