import { indexerV1, offChainUpdates, redisProto } from "@perpetua/protocol";
import { Redis } from "ioredis";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import * as m from "../../src/index.js";
import { services } from "./services.js";

const url = services.redisUrl;
let redis: m.RedisClient;

beforeAll(async () => {
  redis = await m.connectRedis({ url });
});
beforeEach(async () => {
  await redis.flushdb();
});
afterAll(async () => {
  await m.closeRedis(redis);
  await services.stop();
});

const owner = "dydx199tqg4wdlnu4qjlxchpd7seg454937hjrknju4";
const keys = { orderUuid: "order-1", subaccountUuid: "subaccount-1" };

function order(goodTilBlock: number, quantums = 1_000_000_000n): redisProto.RedisOrder {
  return redisProto.RedisOrder.fromPartial({
    id: keys.orderUuid,
    // 0xf0 in the client id makes bytes above 0x7f, which must survive the trip.
    order: indexerV1.IndexerOrder.fromPartial({
      orderId: { subaccountId: { owner, number: 0 }, clientId: 0xf0f0f0f0, clobPairId: 0 },
      side: indexerV1.IndexerOrder_Side.SIDE_BUY,
      quantums,
      subticks: 5_000_000_000n,
      goodTilBlock,
    }),
    ticker: "BTC-USD",
    tickerType: redisProto.RedisOrder_TickerType.TICKER_TYPE_PERPETUAL,
    price: "50000",
    size: "0.1",
  });
}

/** Changes order-1 as it stands now; undefined when Redis does not know it. */
async function change(
  to: Pick<m.OrderChange, "totalFilledQuantums" | "move">,
): Promise<{ before: m.ReadOrder; level: m.LevelChange | undefined } | undefined> {
  const before = await m.readOrder(redis, keys.orderUuid);
  return before && { before, level: await m.changeOrder(redis, { keys, before, ...to }) };
}

test("place, update, replace and remove an order (V1, V3, V5–V8)", async () => {
  expect(await m.placeOrder(redis, keys, order(30), 30, true)).toEqual({
    placed: true,
    replaced: false,
    old: undefined,
  });
  expect(await redis.get("v4/orderData/order-1")).toBe("30_0_false");
  expect(await redis.hgetall("v4/subaccountOrderIds/subaccount-1")).toEqual({ "order-1": "1" });
  expect(await redis.zscore("v4/orderExpiry", "order-1")).toBe("30");
  expect(await m.getOrder(redis, "order-1")).toEqual(order(30));

  expect((await change({ totalFilledQuantums: 400_000_000n }))?.before).toEqual({
    order: order(30),
    data: "30_0_false",
    totalFilledQuantums: 0n,
    restingOnBook: false,
  });
  expect(await redis.get("v4/orderData/order-1")).toBe("30_400000000_true");

  const same = await m.placeOrder(redis, keys, order(30), 30, true);
  expect(same).toMatchObject({ placed: false, replaced: false });
  expect(await redis.get("v4/orderData/order-1")).toBe("30_400000000_true");

  const replaced = await m.placeOrder(redis, keys, order(40), 40, true);
  expect(replaced).toEqual({
    placed: false,
    replaced: true,
    old: { order: order(30), totalFilledQuantums: 400_000_000n, restingOnBook: true },
  });
  expect(await m.getOrderData(redis, ["order-1", "other"])).toEqual([
    { expiry: 40, totalFilledQuantums: 400_000_000n, restingOnBook: false },
    undefined,
  ]);
  expect(await m.getExpiredOrderIds(redis, 39)).toEqual([]);
  expect(await m.getExpiredOrderIds(redis, 40)).toEqual(["order-1"]);
  expect(await m.getSubaccountOrders(redis, ["subaccount-1", "none"])).toEqual([order(40)]);

  const removal = await change({});
  expect(removal?.before).toEqual({
    order: order(40),
    data: "40_400000000_false",
    totalFilledQuantums: 400_000_000n,
    restingOnBook: false,
  });
  expect(await redis.keys("*")).toEqual([]);
  expect(await change({})).toBeUndefined();
  expect(await change({ totalFilledQuantums: 1n })).toBeUndefined();
  // What was computed from an order that is no longer so changes nothing.
  const stale = { keys, before: removal!.before, totalFilledQuantums: 1n };
  expect(await m.changeOrder(redis, stale)).toBeUndefined();
  expect(await redis.keys("*")).toEqual([]);
});

test("stateful orders have no expiry entry; totals above 2^53 stay exact", async () => {
  await m.placeOrder(redis, keys, order(30), 1_700_000_000, false);
  expect(await redis.exists("v4/orderExpiry")).toBe(0);
  const filled = 2n ** 63n - 3n;
  await change({ totalFilledQuantums: filled });
  expect((await m.getOrderData(redis, ["order-1"]))[0]!.totalFilledQuantums).toBe(filled);
  await expect(change({ totalFilledQuantums: -1n })).rejects.toThrow("negative");
});

test("bytes are stored as code points in UTF-8 (recorded)", async () => {
  await m.placeOrder(redis, keys, order(30), 30, true);
  const stored = await redis.getBuffer("v4/orders/order-1");
  const bytes = redisProto.RedisOrder.encode(order(30)).finish();
  expect(stored!.toString("utf8")).toBe(Buffer.from(bytes).toString("latin1"));
  expect(stored!.byteLength).toBeGreaterThan(bytes.byteLength);
});

test("levels change atomically, exactly, and never stay negative (V19)", async () => {
  await m.placeOrder(redis, keys, order(30), 30, true);
  const move = async (deltaQuantums: bigint) => {
    const at = { ticker: "BTC-USD", side: "BUY", humanPrice: "50000", deltaQuantums } as const;
    return (await change({ totalFilledQuantums: 0n, move: at }))?.level;
  };
  expect(await move(5n)).toEqual({ quantums: 5n, shortfall: 0n });
  expect(await move(-8n)).toEqual({ quantums: 0n, shortfall: 3n });
  expect(await redis.hget("v4/orderbookLevels/BTC-USD/BUY", "50000")).toBe("0");
  const large = 2n ** 60n + 1n;
  expect(await move(large)).toEqual({ quantums: large, shortfall: 0n });
  const updated = await redis.hget("v4/orderbookLevels/BTC-USD/BUY/lastUpdated", "50000");
  expect(Math.abs(Number(updated) - Date.now() / 1000)).toBeLessThan(5);
  await Promise.all(Array.from({ length: 100 }, () => move(-1n)));
  expect(await redis.hget("v4/orderbookLevels/BTC-USD/BUY", "50000")).toBe(String(large - 100n));
});

test("zero and stale levels are deleted only when they are (R3)", async () => {
  const side = "v4/orderbookLevels/BTC-USD/SELL";
  await redis.hset(side, "1", "1");
  await redis.hset(`${side}/lastUpdated`, "1", 1);
  expect(await m.deleteZeroPriceLevel(redis, "BTC-USD", "SELL", "1")).toBe(false);
  expect(await m.deleteZeroPriceLevel(redis, "BTC-USD", "SELL", "2")).toBe(false);
  await redis.hset(side, "1", "0");
  expect(await m.deleteZeroPriceLevel(redis, "BTC-USD", "SELL", "1")).toBe(true);
  expect(await redis.exists(side, `${side}/lastUpdated`)).toBe(0);

  await redis.hset(side, "1", "1");
  const now = Number((await redis.time())[0]);
  await redis.hset(`${side}/lastUpdated`, "1", now - 9);
  expect(await m.deleteStalePriceLevel(redis, "BTC-USD", "SELL", "1", 10)).toBe(false);
  await redis.hset(`${side}/lastUpdated`, "1", now - 12);
  expect(await m.deleteStalePriceLevel(redis, "BTC-USD", "SELL", "1", 10)).toBe(true);
  expect(await m.deleteStalePriceLevel(redis, "BTC-USD", "SELL", "1", 10)).toBe(false);
});

async function book(bids: [number, number, number][], asks: [number, number, number][]) {
  await redis.flushdb();
  for (const [side, levels] of [["BUY", bids] as const, ["SELL", asks] as const]) {
    for (const [price, quantums, time] of levels) {
      await redis.hset(`v4/orderbookLevels/BTC-USD/${side}`, String(price), quantums);
      await redis.hset(`v4/orderbookLevels/BTC-USD/${side}/lastUpdated`, String(price), time);
    }
  }
}

async function readBook() {
  const options = { sortSides: true, uncrossBook: true };
  const { bids, asks } = await m.getOrderbookLevels(redis, "BTC-USD", options);
  const prices = (levels: m.PriceLevel[]) => levels.map(({ humanPrice }) => Number(humanPrice));
  return [prices(bids), prices(asks), await m.getOrderbookMidPrice(redis, "BTC-USD")];
}

test("a crossed book is uncrossed on read (R1)", async () => {
  const asks: [number, number, number][] = [
    [102, 1, 10],
    [100, 7, 90],
  ];
  await book(
    [
      [100, 9, 50],
      [101, 5, 100],
    ],
    asks,
  );
  expect(await readBook()).toEqual([[101, 100], [102], "101.5"]);
  await book(
    [
      [100, 9, 50],
      [101, 5, 80],
    ],
    asks,
  );
  expect(await readBook()).toEqual([[100], [102], "101"]);
});

test("incomplete, negative and zero levels do not count; numbers sort as numbers", async () => {
  await book(
    [
      [9, 1, 1],
      [10, 1, 1],
      [8, 0, 1],
      [7, -1, 1],
    ],
    [],
  );
  await redis.hset("v4/orderbookLevels/BTC-USD/BUY", "11", "4");
  const incomplete: string[] = [];
  const { bids } = await m.getOrderbookLevels(redis, "BTC-USD", {
    sortSides: true,
    limitPerSide: 1,
    onIncomplete: (_side, price) => incomplete.push(price),
  });
  expect(bids).toEqual([{ humanPrice: "10", quantums: 1n, lastUpdated: 1 }]);
  expect(incomplete).toEqual(["11"]);
  const all = await m.getOrderbookLevels(redis, "BTC-USD", { removeZeros: false });
  expect(all.bids.map(({ humanPrice }) => humanPrice).sort()).toEqual(["10", "8", "9"]);
  expect(await m.getOrderbookMidPrice(redis, "BTC-USD")).toBeUndefined();
  await expect(m.getOrderbookLevels(redis, "BTC-USD", { uncrossBook: true })).rejects.toThrow();
});

test("cancel status and its purge", async () => {
  await m.addCanceledOrderId(redis, "a", 1_000);
  await m.addBestEffortCanceledOrderId(redis, "b", 1_000);
  await m.addBestEffortCanceledOrderId(redis, "a", 1_000);
  const statuses = () => m.getOrderCancelStatuses(redis, ["a", "b", "c"]);
  expect(await statuses()).toEqual(["CANCELED", "BEST_EFFORT_CANCELED", "NOT_CANCELED"]);
  expect(await redis.zscore("v4/cancelled_orders", "a")).toBe("31000");
  await m.addCanceledOrderId(redis, "d", 31_001);
  expect(await statuses()).toEqual([
    "BEST_EFFORT_CANCELED",
    "BEST_EFFORT_CANCELED",
    "NOT_CANCELED",
  ]);
  await m.removeCanceledOrderId(redis, "b");
  expect((await statuses())[1]).toBe("NOT_CANCELED");
  await m.addCanceledOrderId(redis, "e", 1_795_419_298_131);
  expect(await redis.zscore("v4/cancelled_orders", "e")).toBe("1795419328131");
});

test("stateful updates wait for their order", async () => {
  const update = offChainUpdates.OrderUpdateV1.fromPartial({
    orderId: { subaccountId: { owner, number: 200 }, clientId: 255, orderFlags: 64 },
    totalFilledQuantums: 300n,
  });
  await m.addStatefulOrderUpdate(redis, "o", update, 1_000);
  expect(await m.removeStatefulOrderUpdate(redis, "o", 999)).toBeUndefined();
  expect(await m.getOldStatefulOrderUpdateIds(redis, 1_000)).toEqual(["o"]);
  expect(await m.removeStatefulOrderUpdate(redis, "o", 1_000)).toEqual(update);
  expect(await m.removeStatefulOrderUpdate(redis, "o", 1_000)).toBeUndefined();
  expect(await redis.keys("*")).toEqual([]);
});

test("state-filled quantums live for 300 s", async () => {
  await m.setStateFilledQuantums(redis, new Map([["o", 400n]]));
  expect(await m.stateRemainingQuantums(redis, "o", 1_000n)).toBe(600n);
  expect(await m.stateRemainingQuantums(redis, "other", 1_000n)).toBe(1_000n);
  expect(await redis.ttl("v4/state_filled_quantums/o")).toBeGreaterThan(298);
});

test("mid-price samples pass through a double and the oldest ten count (recorded)", async () => {
  const add = (price: string, now: number) =>
    m.addOrderbookMidPrices(redis, new Map([["SOL-USD", price]]), now);
  for (const [i, price] of ["7.2095", "12.22", "1813.85", "12.205"].entries()) {
    await add(price, 100 + i);
  }
  expect(await redis.zrange("v4/orderbook_mid_prices/SOL-USD", "0", "-1")).toEqual([
    "7.2095000000000002",
    "12.220000000000001",
    "1813.8499999999999",
    "12.205",
  ]);
  expect(await m.getCachedMidPrices(redis, ["SOL-USD", "ADA-USD"])).toEqual(
    new Map([["SOL-USD", "12.2125000000000005"]]),
  );
  await add("1", 162);
  expect(await redis.zcard("v4/orderbook_mid_prices/SOL-USD")).toBe(2);
});

test("next funding is the mean of the samples plus the default (R4)", async () => {
  await m.addFundingSamples(redis, new Map([["BTC-USD", "0.0001"]]));
  await m.addFundingSamples(redis, new Map([["BTC-USD", "0.0003"]]));
  const rates = new Map([
    ["BTC-USD", "0.0000125"],
    ["ETH-USD", null],
  ]);
  expect(await m.getNextFundingRates(redis, rates)).toEqual(new Map([["BTC-USD", "0.0002125"]]));
  await m.clearFundingSamples(redis, ["BTC-USD", "ETH-USD"]);
  expect(await m.getNextFundingRates(redis, rates)).toEqual(new Map());
});

test("locks belong to their holder; counters end with their window", async () => {
  expect(await m.lock(redis, "l", "me", 10_000)).toBe(true);
  expect(await m.lock(redis, "l", "you", 10_000)).toBe(false);
  expect(await m.lockRemainingMs(redis, "l")).toBeGreaterThan(9_000);
  expect(await m.unlock(redis, "l", "you")).toBe(false);
  expect(await m.unlock(redis, "l", "me")).toBe(true);
  expect(await m.countInWindow(redis, "c", 60)).toBe(1);
  expect(await m.countInWindow(redis, "c", 60)).toBe(2);
  expect(await redis.ttl("c")).toBeGreaterThan(58);
});

test("scripts come back after the server forgot them", async () => {
  const other = new Redis(url);
  await other.script("FLUSH");
  other.disconnect();
  expect(await m.lock(redis, "l", "me", 10_000)).toBe(true);
  expect(await m.unlock(redis, "l", "me")).toBe(true);
});
