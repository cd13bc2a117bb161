import { setStateFilledQuantums } from "@perpetua/messaging";
import { indexerShared, indexerV1, offChainUpdates, vaultAddress } from "@perpetua/protocol";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { idOf, orderO, VulcanWorld } from "./world.js";

/** The worked examples V1–V19 of indexer.md §9.3. */

const Reason = indexerShared.OrderRemovalReason;
const {
  ORDER_REMOVAL_STATUS_BEST_EFFORT_CANCELED: BEST_EFFORT,
  ORDER_REMOVAL_STATUS_CANCELED: CANCELED,
  ORDER_REMOVAL_STATUS_FILLED: FILLED,
} = offChainUpdates.OrderRemoveV1_OrderRemovalStatus;

let world: VulcanWorld;
beforeAll(async () => {
  world = await VulcanWorld.start();
});
beforeEach(() => world.reset());
afterAll(() => world.stop());

const order = orderO();
const orderId = idOf(order);

/** State V3: placed, resting, 0.04 filled. */
async function restingPartlyFilled(): Promise<void> {
  await world.place(order);
  await world.update(order, 0n);
  await world.update(order, 400_000_000n);
  world.takeSent();
}

test("V1–V4: place, rest, fill, same update again", async () => {
  await world.redis.zadd("v4/cancelled_orders", 1, orderId);
  expect(await world.place(order)).toBe("place");
  expect(await world.data(order)).toBe("30_0_false");
  expect(await world.redis.zscore("v4/orderExpiry", orderId)).toBe("30");
  expect(await world.redis.exists("v4/cancelled_orders")).toBe(0);
  expect(world.takeSent()).toEqual({
    orders: [
      {
        orders: [
          {
            id: orderId,
            subaccountId: "1cb3a8eb-d3d5-5c64-867b-bf10d8e9e2d2",
            clientId: "7",
            clobPairId: "0",
            side: "BUY",
            size: "0.1",
            price: "50000",
            status: "BEST_EFFORT_OPENED",
            type: "LIMIT",
            timeInForce: "GTT",
            postOnly: false,
            reduceOnly: false,
            orderFlags: "0",
            goodTilBlock: "30",
            ticker: "BTC-USD",
            clientMetadata: "0",
          },
        ],
        blockHeight: "25",
      },
    ],
    levels: [],
    requeued: [],
  });

  await world.update(order, 0n);
  expect(await world.data(order)).toBe("30_0_true");
  expect(await world.level("50000")).toBe("1000000000");
  expect(world.takeSent().levels).toEqual([{ bids: [["50000", "0.1"]] }]);

  await world.update(order, 400_000_000n);
  expect(await world.level("50000")).toBe("600000000");
  expect(world.takeSent().levels).toEqual([{ bids: [["50000", "0.06"]] }]);

  await world.update(order, 400_000_000n);
  expect(world.takeSent()).toEqual({ orders: [], levels: [], requeued: [] });
});

test("V5–V7: equal expiry is a no-op, a larger one replaces", async () => {
  await restingPartlyFilled();
  await world.place(order);
  expect(await world.data(order)).toBe("30_400000000_true");
  expect(world.takeSent().orders).toEqual([]);

  await world.place(orderO({ goodTilBlock: 40 }));
  expect(await world.data(order)).toBe("40_400000000_false");
  expect(await world.redis.zscore("v4/orderExpiry", orderId)).toBe("40");
  expect(await world.level("50000")).toBe("600000000");
  expect(world.takeSent().orders).toHaveLength(1);

  await world.update(order, 400_000_000n);
  expect(await world.level("50000")).toBe("1200000000");
  expect(world.takeSent().levels).toEqual([{ bids: [["50000", "0.12"]] }]);
});

test("V8: a canceled order leaves the level and marks its row", async () => {
  await world.storeRow(order);
  await restingPartlyFilled();
  await world.remove(order, Reason.ORDER_REMOVAL_REASON_USER_CANCELED, BEST_EFFORT);
  expect(await world.redis.exists(`v4/orders/${orderId}`, `v4/orderData/${orderId}`)).toBe(0);
  expect(await world.level("50000")).toBe("0");
  const score = await world.redis.zscore("v4/best_effort_cancelled_orders", orderId);
  expect(score).toBe("1795000030000");
  expect(await world.statusOf(order)).toBe("BEST_EFFORT_CANCELED");
  const { orders, levels } = world.takeSent();
  expect(orders).toMatchObject([
    {
      orders: [
        {
          status: "BEST_EFFORT_CANCELED",
          totalOptimisticFilled: "0.04",
          removalReason: "ORDER_REMOVAL_REASON_USER_CANCELED",
          createdAtHeight: "20",
          updatedAt: "2026-11-25T10:00:00.500Z",
          updatedAtHeight: "21",
        },
      ],
    },
  ]);
  expect(levels).toEqual([{ bids: [["50000", "0"]] }]);
});

test("V9: what is filled on chain already is canceled silently", async () => {
  await world.storeRow(order, "FILLED");
  await restingPartlyFilled();
  await setStateFilledQuantums(world.redis, new Map([[orderId, 1_000_000_000n]]));
  await world.remove(order, Reason.ORDER_REMOVAL_REASON_USER_CANCELED, BEST_EFFORT);
  expect(await world.statusOf(order)).toBe("FILLED");
  expect(world.takeSent()).toMatchObject({ orders: [], levels: [{ bids: [["50000", "0"]] }] });
});

test("V10: immediate orders never touch the book", async () => {
  const timeInForce = indexerV1.IndexerOrder_TimeInForce.TIME_IN_FORCE_IOC;
  const ioc = orderO({ timeInForce });
  await world.place(ioc);
  await world.update(ioc, 400_000_000n);
  expect(await world.data(ioc)).toBe("30_400000000_true");
  await world.remove(ioc, Reason.ORDER_REMOVAL_REASON_USER_CANCELED, BEST_EFFORT);
  expect(world.takeSent().levels).toEqual([]);
  expect(await world.level("50000")).toBeNull();
});

test("V11–V13: a stateful update waits for its order, the order for its row", async () => {
  const longTerm = orderO({}, 64);
  await world.update(longTerm, 300n);
  expect(await world.redis.hexists("v4/stateful_order_updates", idOf(longTerm))).toBe(1);
  expect(world.takeSent()).toEqual({ orders: [], levels: [], requeued: [] });

  await expect(world.place(longTerm, "OPENED")).rejects.toThrow("not in the database");
  expect(await world.data(longTerm)).toBe("1800000000_0_false");
  expect(world.takeSent().orders).toEqual([]);

  await world.storeRow(longTerm);
  await world.place(longTerm, "OPENED");
  const { orders, requeued } = world.takeSent();
  expect(requeued).toMatchObject([
    { orderUpdate: { orderId: longTerm.orderId, totalFilledQuantums: 300n } },
  ]);
  expect(orders).toMatchObject([
    {
      orders: [
        {
          status: "OPEN",
          goodTilBlockTime: "2027-01-15T08:00:00.000Z",
          createdAtHeight: "20",
          updatedAtHeight: "21",
        },
      ],
    },
  ]);
  expect(
    await world.redis.exists("v4/stateful_order_updates", "v4/stateful_order_update_ids"),
  ).toBe(0);
  expect(await world.redis.exists("v4/orderExpiry")).toBe(0);
});

test("V12: the re-queued update has the key and headers of the placement", async () => {
  const longTerm = orderO({}, 64);
  await world.update(longTerm, 300n);
  await world.storeRow(longTerm);
  const placementStatus =
    offChainUpdates.OrderPlaceV1_OrderPlacementStatus.ORDER_PLACEMENT_STATUS_OPENED;
  const headers = { event_type: "StatefulOrderPlacement", message_received_timestamp: "5" };
  await world.process(
    { orderPlace: { order: longTerm, placementStatus, timeStamp: undefined } },
    headers,
  );
  const [requeued, announced] = world.sent;
  expect(requeued).toMatchObject({ topic: "to-vulcan", message: { headers } });
  expect(Buffer.from(requeued?.message.key ?? []).toString()).toBe("key");
  expect(announced?.message.headers).toEqual(headers);
});

test("V14: a stateful order in the mempool is no news", async () => {
  await world.place(orderO({}, 64));
  expect(await world.data(orderO({}, 64))).toBe("1800000000_0_false");
  expect(world.takeSent().orders).toEqual([]);
});

test("vault orders are announced without a row", async () => {
  const base = orderO({}, 64);
  const subaccountId = { owner: vaultAddress(0), number: 0 };
  const vaultOrder = { ...base, orderId: { ...base.orderId!, subaccountId } };
  await world.place(vaultOrder, "OPENED");
  const [message] = world.takeSent().orders as { orders: object[] }[];
  expect(message?.orders[0]).toMatchObject({ status: "OPEN" });
  expect(message?.orders[0]).not.toHaveProperty("createdAtHeight");
});

test("V15: cancels of unknown orders have the short form, widened by a row", async () => {
  await world.remove(order, Reason.ORDER_REMOVAL_REASON_USER_CANCELED, BEST_EFFORT);
  const short = {
    id: orderId,
    subaccountId: "1cb3a8eb-d3d5-5c64-867b-bf10d8e9e2d2",
    clientId: "7",
    clobPairId: "0",
    status: "BEST_EFFORT_CANCELED",
    orderFlags: "0",
    ticker: "BTC-USD",
    removalReason: "ORDER_REMOVAL_REASON_USER_CANCELED",
  };
  expect(world.takeSent().orders).toEqual([{ orders: [short], blockHeight: "25" }]);

  await world.storeRow(order);
  await world.remove(order, Reason.ORDER_REMOVAL_REASON_SELF_TRADE_ERROR, BEST_EFFORT);
  const [wide] = world.takeSent().orders as { orders: object[] }[];
  expect(wide?.orders[0]).toEqual({
    ...short,
    removalReason: "ORDER_REMOVAL_REASON_SELF_TRADE_ERROR",
    createdAtHeight: "20",
    updatedAt: "2026-11-25T10:00:00.500Z",
    updatedAtHeight: "21",
    price: "50000",
    size: "0.1",
    clientMetadata: "0",
    side: "BUY",
    timeInForce: "GTT",
    totalFilled: "0.05",
    goodTilBlockTime: "2026-11-25T11:00:00.000Z",
    type: "LIMIT",
  });

  await world.remove(order, Reason.ORDER_REMOVAL_REASON_FULLY_FILLED, FILLED);
  expect(world.takeSent().orders).toEqual([]);
});

test("V16: roundtable's expiry counts only past the block", async () => {
  await restingPartlyFilled();
  const expire = () => world.remove(order, Reason.ORDER_REMOVAL_REASON_INDEXER_EXPIRED, CANCELED);
  await expire();
  await world.commitBlock(30);
  await expire();
  expect(await world.data(order)).toBe("30_400000000_true");
  expect(world.events).toEqual(["indexer_expired_not_expired"]);
  await world.commitBlock(31);
  await expire();
  expect(await world.data(order)).toBeNull();
  expect(await world.redis.zscore("v4/cancelled_orders", orderId)).toBe("1795000030000");
  expect(world.takeSent()).toMatchObject({
    orders: [{ orders: [{ status: "CANCELED" }] }],
    levels: [{ bids: [["50000", "0"]] }],
  });
  await expire();
  expect(world.events.at(-1)).toBe("indexer_expired_not_found");
});

test("V17: the owner's cancel of a stateful order shows the row", async () => {
  const longTerm = orderO({}, 64);
  await world.storeRow(longTerm, "CANCELED");
  await world.place(longTerm, "OPENED");
  await world.update(longTerm, 500_000_000n);
  expect(await world.level("50000")).toBe("500000000");
  world.takeSent();
  await world.remove(longTerm, Reason.ORDER_REMOVAL_REASON_USER_CANCELED, CANCELED);
  expect(await world.redis.exists("v4/cancelled_orders")).toBe(0);
  const { orders, levels } = world.takeSent();
  expect(orders).toMatchObject([
    {
      orders: [
        {
          totalFilled: "0.05",
          status: "CANCELED",
          timeInForce: "GTT",
          postOnly: true,
          removalReason: "ORDER_REMOVAL_REASON_USER_CANCELED",
        },
      ],
    },
  ]);
  expect(levels).toEqual([{ bids: [["50000", "0"]] }]);
});

test("V18: what can never be applied is acknowledged", async () => {
  expect(await world.place(orderO({}, 0, 99))).toBe("invalid");
  expect(await world.process({})).toBe("invalid");
  expect(await world.processBytes(Buffer.from([0xff, 0xff]))).toBe("invalid");
  expect(await world.processBytes(undefined)).toBe("empty");
  expect(await world.remove(order, 0, CANCELED)).toBe("invalid");
  expect(world.sent).toEqual([]);
  expect(await world.redis.keys("*")).toEqual([]);
});

test("V19: a level never stays negative", async () => {
  await restingPartlyFilled();
  await world.redis.hset("v4/orderbookLevels/BTC-USD/BUY", "50000", "5");
  await world.remove(order, Reason.ORDER_REMOVAL_REASON_EXPIRED, CANCELED);
  expect(await world.level("50000")).toBe("0");
  expect(world.events).toEqual(["negative_level"]);
  expect(world.takeSent().levels).toEqual([{ bids: [["50000", "0"]] }]);
});

test("headers are filled in and forwarded on everything", async () => {
  await world.process(
    { orderPlace: { order, placementStatus: 1, timeStamp: undefined } },
    { TransactionHash: Buffer.from([1, 2]) },
  );
  await world.update(order, 0n);
  expect(world.sent.map(({ message }) => message.headers)).toEqual([
    {
      message_received_timestamp: "1795000000000",
      event_type: "ShortTermOrderPlacement",
      TransactionHash: Buffer.from([1, 2]),
    },
    { message_received_timestamp: "1795000000000", event_type: "ShortTermOrderUpdate" },
  ]);
});

test("a removal goes on where it was when Postgres went away", async () => {
  await world.storeRow(order);
  await restingPartlyFilled();
  const cancel = () => world.remove(order, Reason.ORDER_REMOVAL_REASON_USER_CANCELED, BEST_EFFORT);
  world.failNextStatus = true;
  await expect(cancel()).rejects.toThrow("database is away");
  expect(await world.level("50000")).toBe("0");
  expect(world.takeSent()).toMatchObject({ orders: [], levels: [{ bids: [["50000", "0"]] }] });
  await cancel();
  expect(await world.statusOf(order)).toBe("BEST_EFFORT_CANCELED");
  expect(world.takeSent()).toMatchObject({
    orders: [{ orders: [{ totalOptimisticFilled: "0.04" }] }],
    levels: [],
  });
  expect(await world.redis.zcard("v4/best_effort_cancelled_orders")).toBe(1);
});
