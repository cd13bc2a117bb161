import { startTestServices, type TestServices } from "@perpetua/localnet";
import { redisProto } from "@perpetua/protocol";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import {
  changeOrder,
  closeRedis,
  connectRedis,
  getOrder,
  getSubaccountOrderIds,
  type LevelMove,
  placeOrder,
  type ReadOrder,
  type RedisClient,
  RedisKey,
  readOrder,
} from "../../src/index.js";

const keys = { orderUuid: "order", subaccountUuid: "subaccount" };
let services: TestServices;
let redis: RedisClient;

beforeAll(async () => {
  services = await startTestServices();
  redis = await connectRedis({ url: services.redisUrl });
});
afterAll(async () => {
  await closeRedis(redis);
  await services.stop();
});
beforeEach(async () => {
  await redis.flushdb();
  const order = redisProto.RedisOrder.fromPartial({
    id: keys.orderUuid,
    ticker: "BTC-USD",
    price: "100.5",
    order: { quantums: 2n ** 60n },
  });
  await placeOrder(redis, keys, order, 50, true);
});

const move = (deltaQuantums: bigint): LevelMove => ({
  ticker: "BTC-USD",
  side: "BUY",
  humanPrice: "100.5",
  deltaQuantums,
});
const level = () => redis.hget(RedisKey.orderbookLevels("BTC-USD", "BUY"), "100.5");

test("an order and its level change together, exactly above 2^53", async () => {
  const before = (await readOrder(redis, keys.orderUuid)) as ReadOrder;
  expect(before).toMatchObject({ totalFilledQuantums: 0n, restingOnBook: false });
  const change = { keys, before, totalFilledQuantums: 1n, move: move(2n ** 60n - 1n) };
  expect(await changeOrder(redis, change)).toEqual({ quantums: 2n ** 60n - 1n, shortfall: 0n });
  expect(await redis.get(RedisKey.orderData(keys.orderUuid))).toBe("50_1_true");
  expect(await level()).toBe(String(2n ** 60n - 1n));
});

test("the same change runs once, however often it is sent", async () => {
  const before = (await readOrder(redis, keys.orderUuid)) as ReadOrder;
  const change = { keys, before, totalFilledQuantums: 3n, move: move(7n) };
  await changeOrder(redis, change);
  expect(await changeOrder(redis, change)).toBeUndefined();
  expect(await level()).toBe("7");
});

test("a removal takes the order's part of the level with it, once", async () => {
  const first = (await readOrder(redis, keys.orderUuid)) as ReadOrder;
  await changeOrder(redis, { keys, before: first, totalFilledQuantums: 0n, move: move(9n) });
  const before = (await readOrder(redis, keys.orderUuid)) as ReadOrder;
  const removal = { keys, before, move: move(-9n) };
  expect(await changeOrder(redis, removal)).toEqual({ quantums: 0n, shortfall: 0n });
  expect(await changeOrder(redis, removal)).toBeUndefined();
  expect(await getOrder(redis, keys.orderUuid)).toBeUndefined();
  expect(await getSubaccountOrderIds(redis, keys.subaccountUuid)).toEqual([]);
  expect(await redis.zcard(RedisKey.orderExpiry)).toBe(0);
  expect(await readOrder(redis, keys.orderUuid)).toBeUndefined();
});

test("a change without a level touches none; a negative level is put back to 0", async () => {
  const before = (await readOrder(redis, keys.orderUuid)) as ReadOrder;
  await changeOrder(redis, { keys, before, totalFilledQuantums: 0n });
  expect(await level()).toBeNull();
  const resting = (await readOrder(redis, keys.orderUuid)) as ReadOrder;
  const change = { keys, before: resting, move: move(-4n) };
  expect(await changeOrder(redis, change)).toEqual({ quantums: 0n, shortfall: 4n });
  expect(await level()).toBe("0");
});
