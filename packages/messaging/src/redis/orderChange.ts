import { redisProto } from "@perpetua/protocol";
import { bytesFromRedis } from "./binary.js";
import type { RedisClient } from "./client.js";
import { type OrderbookSide, RedisKey } from "./keys.js";
import { type OrderKeys, parseOrderData, type StoredOrder } from "./orders.js";
import { defineScript, runScript } from "./script.js";

/** A stored order with the very text of its data, against which a change is checked. */
export interface ReadOrder extends StoredOrder {
  readonly data: string;
}

export async function readOrder(
  redis: RedisClient,
  orderUuid: string,
): Promise<ReadOrder | undefined> {
  const keys = [RedisKey.order(orderUuid), RedisKey.orderData(orderUuid)];
  const [blob, data] = await redis.mget(keys);
  if (!blob || !data) return undefined;
  const { totalFilledQuantums, restingOnBook } = parseOrderData(data);
  const order = redisProto.RedisOrder.decode(bytesFromRedis(blob));
  return { order, data, totalFilledQuantums, restingOnBook };
}

/** By how much a change of an order moves the level at which it stands. */
export interface LevelMove {
  readonly ticker: string;
  readonly side: OrderbookSide;
  readonly humanPrice: string;
  readonly deltaQuantums: bigint;
}

export interface LevelChange {
  /** Absolute size of the level after the change, never negative. */
  readonly quantums: bigint;
  /** How far below zero the change would have gone: something was counted twice or not at all. */
  readonly shortfall: bigint;
}

export interface OrderChange {
  readonly keys: OrderKeys;
  /** What the change was computed from. */
  readonly before: ReadOrder;
  /** The new total of an order that rests; absent: the order is removed. */
  readonly totalFilledQuantums?: bigint;
  readonly move?: LevelMove | undefined;
}

/**
 * KEYS order, orderData, subaccountOrderIds, orderExpiry, levels, lastUpdated; ARGV expected data,
 * new data ("" removes), uuid, price, delta ("0": no level). Values are read back as text, since
 * Lua
 * numbers are doubles; a negative level is put back to 0 and reported.
 */
const CHANGE_ORDER = defineScript(
  "changeOrder",
  6,
  `
if redis.call("GET", KEYS[2]) ~= ARGV[1] then return {0, "0"} end
if ARGV[2] == "" then
  redis.call("DEL", KEYS[1], KEYS[2])
  redis.call("HDEL", KEYS[3], ARGV[3])
  redis.call("ZREM", KEYS[4], ARGV[3])
else
  redis.call("SET", KEYS[2], ARGV[2])
end
if ARGV[5] == "0" then return {1, "0"} end
redis.call("HINCRBY", KEYS[5], ARGV[4], ARGV[5])
redis.call("HSET", KEYS[6], ARGV[4], redis.call("TIME")[1])
local value = redis.call("HGET", KEYS[5], ARGV[4])
if string.sub(value, 1, 1) == "-" then
  redis.call("HINCRBY", KEYS[5], ARGV[4], string.sub(value, 2))
end
return {1, value}
`,
);

/**
 * Changes or removes an order and its price level in one step, so that neither a killed process nor
 * a command that Redis ran twice (its answer was lost) can part them. Undefined: the order is no
 * longer what it was, read it again.
 */
export async function changeOrder(
  redis: RedisClient,
  { keys, before, totalFilledQuantums, move }: OrderChange,
): Promise<LevelChange | undefined> {
  if (totalFilledQuantums !== undefined && totalFilledQuantums < 0n) {
    throw new RangeError("total filled quantums is negative");
  }
  const { ticker = "", side = "BUY", humanPrice = "", deltaQuantums = 0n } = move ?? {};
  const expiry = before.data.slice(0, before.data.indexOf("_"));
  const data = totalFilledQuantums === undefined ? "" : `${expiry}_${totalFilledQuantums}_true`;
  const reply = await runScript(
    redis,
    CHANGE_ORDER,
    [
      RedisKey.order(keys.orderUuid),
      RedisKey.orderData(keys.orderUuid),
      RedisKey.subaccountOrderIds(keys.subaccountUuid),
      RedisKey.orderExpiry,
      RedisKey.orderbookLevels(ticker, side),
      RedisKey.orderbookLevelsLastUpdated(ticker, side),
    ],
    [before.data, data, keys.orderUuid, humanPrice, String(deltaQuantums)],
  );
  const [changed, text] = reply as [number, string];
  if (changed === 0) return undefined;
  const value = BigInt(text);
  return value < 0n ? { quantums: 0n, shortfall: -value } : { quantums: value, shortfall: 0n };
}
