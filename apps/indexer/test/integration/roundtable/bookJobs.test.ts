import {
  addStatefulOrderUpdate,
  getCachedMidPrices,
  type OrderbookSide,
  placeOrder,
  RedisKey,
  Topic,
} from "@perpetua/messaging";
import { offChainUpdates, redisProto } from "@perpetua/protocol";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Task } from "../../../src/roundtable/task.js";
import { cacheOrderbookMidPrices } from "../../../src/roundtable/tasks/cacheOrderbookMidPrices.js";
import { cancelStaleOrders } from "../../../src/roundtable/tasks/cancelStaleOrders.js";
import { deleteZeroPriceLevels } from "../../../src/roundtable/tasks/deleteZeroPriceLevels.js";
import { removeExpiredOrders } from "../../../src/roundtable/tasks/removeExpiredOrders.js";
import { removeOldOrderUpdates } from "../../../src/roundtable/tasks/removeOldOrderUpdates.js";
import { uncrossOrderbook } from "../../../src/roundtable/tasks/uncrossOrderbook.js";
import { type RoundtableWorld, startRoundtableWorld } from "./world.js";

const TICKER = "BTC-USD";
const OWNER = "dydx199tqg4wdlnu4qjlxchpd7seg454937hjrknju4";
const UUID = "1cb3a8eb-d3d5-5c64-867b-bf10d8e9e2d";
let world: RoundtableWorld;

beforeAll(async () => {
  world = await startRoundtableWorld();
  await world.database.pool.query(`
    INSERT INTO markets (id, pair, exponent, "minPriceChangePpm") VALUES (0, 'BTC-USD', -5, 50);
    INSERT INTO liquidity_tiers (id, "initialMarginPpm", "maintenanceFractionPpm")
      VALUES (0, 50000, 600000);
    INSERT INTO perpetual_markets (id, "clobPairId", ticker, "marketId", status, "priceChange24H",
      "volume24H", "trades24H", "nextFundingRate", "openInterest", "quantumConversionExponent",
      "atomicResolution", "subticksPerTick", "stepBaseQuantums")
      VALUES (0, 0, '${TICKER}', 0, 'ACTIVE', 0, 0, 0, 0, 0, -9, -10, 100000, 1000000);
    INSERT INTO subaccounts (id, address, "subaccountNumber", "updatedAt", "updatedAtHeight")
      VALUES ('${UUID}0', '${OWNER}', 0, now(), 1);
    INSERT INTO blocks ("blockHeight", time) VALUES (100, now());`);
});
beforeEach(() => world.context.redis.flushdb());
afterAll(() => world.stop());

const run = (task: Task) => task.run(world.context);

async function setLevel(
  side: OrderbookSide,
  price: string,
  quantums: bigint,
  ageS = 0,
): Promise<void> {
  const { redis } = world.context;
  await redis.hset(RedisKey.orderbookLevels(TICKER, side), price, String(quantums));
  const seconds = Math.floor(Date.now() / 1_000) - ageS;
  await redis.hset(RedisKey.orderbookLevelsLastUpdated(TICKER, side), price, seconds);
}

const pricesOf = async (side: OrderbookSide) =>
  (await world.context.redis.hkeys(RedisKey.orderbookLevels(TICKER, side))).sort();

test("empty levels go, others stay", async () => {
  await setLevel("BUY", "100", 0n);
  await setLevel("BUY", "99", 5n);
  await setLevel("SELL", "101", 0n);
  await run(deleteZeroPriceLevels);
  expect(await pricesOf("BUY")).toEqual(["99"]);
  expect(await pricesOf("SELL")).toEqual([]);
  const { redis } = world.context;
  expect(await redis.hkeys(RedisKey.orderbookLevelsLastUpdated(TICKER, "BUY"))).toEqual(["99"]);
});

test("old crossing bids are deleted, of equal age the bid (R2)", async () => {
  await setLevel("BUY", "101", 5n, 20);
  await setLevel("BUY", "100", 9n, 50);
  await setLevel("BUY", "99", 1n, 60);
  await setLevel("SELL", "100", 7n, 10);
  await setLevel("SELL", "102", 1n, 90);
  await run(uncrossOrderbook);
  expect(await pricesOf("BUY")).toEqual(["99"]);
  expect(await pricesOf("SELL")).toEqual(["100", "102"]);
});

test("an old crossing ask is deleted, a young one survives (R3)", async () => {
  await setLevel("BUY", "101", 5n);
  await setLevel("SELL", "100", 7n, 30);
  await setLevel("SELL", "101", 7n, 5);
  await run(uncrossOrderbook);
  expect(await pricesOf("SELL")).toEqual(["101"]);
  expect(world.counts.get("uncross_orderbook_failed")).toBe(1);
});

test("mid prices are sampled of two-sided books only", async () => {
  const { redis } = world.context;
  await setLevel("BUY", "7.209", 1n);
  await run(cacheOrderbookMidPrices);
  expect(await getCachedMidPrices(redis, [TICKER])).toEqual(new Map());
  await setLevel("SELL", "7.21", 1n);
  world.nowMs = 1_795_423_481_999;
  await run(cacheOrderbookMidPrices);
  const samples = await redis.zrange(RedisKey.orderbookMidPrices(TICKER), "0", "-1", "WITHSCORES");
  // The artefact of the round trip through a double is wanted (traps-indexer.md 51).
  expect(samples).toEqual(["7.2095000000000002", "1795423481"]);
});

test("updates that wait for their order are dropped after half a minute", async () => {
  const { redis } = world.context;
  world.nowMs = 1_000_000;
  const update = offChainUpdates.OrderUpdateV1.fromPartial({ totalFilledQuantums: 1n });
  await addStatefulOrderUpdate(redis, `${UUID}1`, update, 970_000);
  await addStatefulOrderUpdate(redis, `${UUID}2`, update, 970_001);
  await run(removeOldOrderUpdates);
  expect(await redis.hkeys(RedisKey.statefulOrderUpdates)).toEqual([`${UUID}2`]);
});

async function store(uuid: string, goodTilBlock: number, expiryInSet = goodTilBlock) {
  const { redis } = world.context;
  const order = redisProto.RedisOrder.fromPartial({
    id: uuid,
    ticker: TICKER,
    order: {
      orderId: { subaccountId: { owner: OWNER, number: 0 }, clientId: 7, clobPairId: 0 },
      quantums: 10n,
      goodTilBlock,
    },
  });
  const keys = { orderUuid: uuid, subaccountUuid: `${UUID}0` };
  await placeOrder(redis, keys, order, goodTilBlock, true);
  await redis.zadd(RedisKey.orderExpiry, expiryInSet, uuid);
}

test("orders expire 20 blocks late; replaced and vanished ones are left alone (R14)", async () => {
  await store(`${UUID}1`, 80);
  await store(`${UUID}2`, 81);
  // Replaced after the set was read: the order itself lives longer.
  await store(`${UUID}3`, 90, 70);
  await world.context.redis.zadd(RedisKey.orderExpiry, 60, `${UUID}4`);
  await run(removeExpiredOrders);
  expect(world.takeSent(Topic.toVulcan)).toHaveLength(1);
  expect(world.counts.get("expired_order_data_not_found")).toBe(1);
});

async function insertOrder(
  uuid: string,
  goodTilBlock: number | null,
  flags: number,
  status: string,
) {
  const time = goodTilBlock === null ? new Date("2027-01-01") : null;
  await world.database.pool.query(
    `INSERT INTO orders (id, "subaccountId", "clientId", "clobPairId", side, size, "totalFilled",
       price, type, status, "timeInForce", "reduceOnly", "orderFlags", "goodTilBlock",
       "goodTilBlockTime", "clientMetadata", "updatedAt")
     VALUES ($1, '${UUID}0', 1, 0, 'BUY', 2, 1, 100, 'LIMIT', $2, 'GTT', false, $3, $4, $5, 0,
       '2026-01-01')`,
    [uuid, status, flags, goodTilBlock, time],
  );
}

test("rows of expired short-term orders are cancelled silently (R15)", async () => {
  await insertOrder(`${UUID}a`, 99, 0, "OPEN");
  await insertOrder(`${UUID}b`, 100, 0, "OPEN");
  await insertOrder(`${UUID}c`, null, 64, "OPEN");
  await insertOrder(`${UUID}d`, 50, 0, "BEST_EFFORT_CANCELED");
  await run(cancelStaleOrders);
  const { rows } = await world.database.pool.query<{ status: string; updatedAt: Date }>(
    `SELECT status, "updatedAt" FROM orders ORDER BY id`,
  );
  expect(rows.map(({ status }) => status)).toEqual([
    "CANCELED",
    "OPEN",
    "OPEN",
    "BEST_EFFORT_CANCELED",
  ]);
  expect(rows[0]?.updatedAt.toISOString()).toBe("2026-01-01T00:00:00.000Z");
  expect(world.takeSent(Topic.toVulcan)).toEqual([]);
});
