import { redisProto } from "@perpetua/protocol";
import { bytesFromRedis, bytesToRedis } from "./binary.js";
import type { RedisClient } from "./client.js";
import { RedisKey } from "./keys.js";
import { defineScript, runScript } from "./script.js";

type RedisOrder = redisProto.RedisOrder;

/** KEYS order, orderData, subaccountOrderIds, orderExpiry; ARGV blob, expiry, uuid, isShortTerm. */
const PLACE_ORDER = defineScript(
  "placeOrder",
  4,
  `
local oldBlob = redis.call("GET", KEYS[1])
local oldData = redis.call("GET", KEYS[2])
if oldBlob and oldData then
  local oldExpiry, oldFilled, oldResting = string.match(oldData, "^(%d+)_(%d+)_(%a+)$")
  if tonumber(oldExpiry) >= tonumber(ARGV[2]) then
    return {0, 0, "0", "false", ""}
  end
  redis.call("SET", KEYS[1], ARGV[1])
  redis.call("SET", KEYS[2], ARGV[2] .. "_" .. oldFilled .. "_false")
  if ARGV[4] == "1" then redis.call("ZADD", KEYS[4], ARGV[2], ARGV[3]) end
  return {0, 1, oldFilled, oldResting, oldBlob}
end
redis.call("SET", KEYS[1], ARGV[1])
redis.call("SET", KEYS[2], ARGV[2] .. "_0_false")
redis.call("HSET", KEYS[3], ARGV[3], "1")
if ARGV[4] == "1" then redis.call("ZADD", KEYS[4], ARGV[2], ARGV[3]) end
return {1, 0, "0", "false", ""}
`,
);

/** What Redis knew about an order before an operation. */
export interface StoredOrder {
  readonly order: RedisOrder;
  readonly totalFilledQuantums: bigint;
  readonly restingOnBook: boolean;
}

export interface PlaceOrderResult {
  readonly placed: boolean;
  readonly replaced: boolean;
  /** The order that was replaced. */
  readonly old: StoredOrder | undefined;
}

export interface OrderKeys {
  readonly orderUuid: string;
  readonly subaccountUuid: string;
}

/**
 * Stores a new order, or replaces one with an earlier expiry (filled amount kept, resting reset;
 * price levels stay as they are). An equal or later stored expiry makes it a no-op.
 */
export async function placeOrder(
  redis: RedisClient,
  keys: OrderKeys,
  order: RedisOrder,
  expiry: number,
  isShortTerm: boolean,
): Promise<PlaceOrderResult> {
  const blob = bytesToRedis(redisProto.RedisOrder.encode(order).finish());
  const args = [blob, expiry, keys.orderUuid, isShortTerm ? "1" : "0"];
  const reply = await runScript(redis, PLACE_ORDER, orderKeys(keys), args);
  const [placed, replaced, ...old] = reply as [number, number, string, string, string];
  return {
    placed: placed === 1,
    replaced: replaced === 1,
    old: replaced === 1 ? storedOrder(old) : undefined,
  };
}

export interface OrderData {
  /** goodTilBlock, or goodTilBlockTime in unix seconds. */
  readonly expiry: number;
  readonly totalFilledQuantums: bigint;
  readonly restingOnBook: boolean;
}

export async function getOrder(
  redis: RedisClient,
  orderUuid: string,
): Promise<RedisOrder | undefined> {
  return (await getOrders(redis, [orderUuid]))[0];
}

/** Orders in the order of the ids; unknown ones are undefined. */
export async function getOrders(
  redis: RedisClient,
  orderUuids: readonly string[],
): Promise<(RedisOrder | undefined)[]> {
  if (orderUuids.length === 0) return [];
  const blobs = await redis.mget(orderUuids.map(RedisKey.order));
  return blobs.map((blob) => (blob === null ? undefined : decodeOrder(blob)));
}

export async function getOrderData(
  redis: RedisClient,
  orderUuids: readonly string[],
): Promise<(OrderData | undefined)[]> {
  if (orderUuids.length === 0) return [];
  const texts = await redis.mget(orderUuids.map(RedisKey.orderData));
  return texts.map((text) => (text === null ? undefined : parseOrderData(text)));
}

export function getSubaccountOrderIds(
  redis: RedisClient,
  subaccountUuid: string,
): Promise<string[]> {
  return redis.hkeys(RedisKey.subaccountOrderIds(subaccountUuid));
}

/** All orders of the subaccounts, in no particular order. */
export async function getSubaccountOrders(
  redis: RedisClient,
  subaccountUuids: readonly string[],
): Promise<RedisOrder[]> {
  const ids = await Promise.all(subaccountUuids.map((uuid) => getSubaccountOrderIds(redis, uuid)));
  const orders = await getOrders(redis, ids.flat());
  return orders.filter((order) => order !== undefined);
}

/** Uuids of short-term orders whose goodTilBlock is at most `height`. */
export function getExpiredOrderIds(redis: RedisClient, height: number): Promise<string[]> {
  return redis.zrangebyscore(RedisKey.orderExpiry, "-inf", height);
}

export function parseOrderData(text: string): OrderData {
  const [expiry, filled, resting, ...rest] = text.split("_");
  if (resting === undefined || rest.length > 0) throw new Error(`malformed order data ${text}`);
  return {
    expiry: Number(expiry),
    totalFilledQuantums: BigInt(filled!),
    restingOnBook: resting === "true",
  };
}

function orderKeys({ orderUuid, subaccountUuid }: OrderKeys): string[] {
  return [
    RedisKey.order(orderUuid),
    RedisKey.orderData(orderUuid),
    RedisKey.subaccountOrderIds(subaccountUuid),
    RedisKey.orderExpiry,
  ];
}

function storedOrder([filled, resting, blob]: readonly [string, string, string]): StoredOrder {
  return {
    order: decodeOrder(blob),
    totalFilledQuantums: BigInt(filled),
    restingOnBook: resting === "true",
  };
}

function decodeOrder(blob: string): RedisOrder {
  return redisProto.RedisOrder.decode(bytesFromRedis(blob));
}
