import { Topic } from "@perpetua/messaging";
import { indexerEvents } from "@perpetua/protocol";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ALICE, BOB, deposit, event, GENESIS_TIME, genesis, order, update } from "./blocks.js";
import { E9, Examples, fill } from "./examples.js";

/** Examples E1–E5 and E17 of indexer.md §9.2, in their order. */

let examples: Examples;
beforeAll(async () => {
  examples = await Examples.start();
});
afterAll(async () => {
  await examples.stop();
});

const bobSells = order({
  subaccountId: BOB,
  clientId: 1,
  side: "SELL",
  quantums: 2n * E9,
  price: 50_000,
});

test("E1 genesis", async () => {
  const sent = await examples.apply(0, "00:00:00.000", genesis);
  expect(await examples.rows(`SELECT "oraclePrice" FROM "markets"`)).toEqual([
    { oraclePrice: "50000" },
  ]);
  expect(await examples.rows(`SELECT "id" FROM "oracle_prices"`)).toEqual([
    { id: "fd531e0a-dfbc-5700-9658-15a31207873d" },
  ]);
  expect(sent.on(Topic.markets).map(({ contents }) => Object.keys(contents as object))).toEqual([
    ["oraclePrices"],
    ["trading"],
  ]);
  const { trading } = sent.on(Topic.markets)[1]!.contents as { trading: Record<string, object> };
  expect(trading["BTC-USD"]).toMatchObject({
    initialMarginFraction: "0.02",
    maintenanceMarginFraction: "0.012",
    tickSize: "1",
    stepSize: "0.0001",
    defaultFundingRate1H: "0.0000125",
    openInterestLowerCap: "0",
  });
  expect(GENESIS_TIME).toBe("2024-01-01T00:00:00.000Z");
});

test("E2 deposits", async () => {
  const sent = await examples.apply(1, "00:00:01.000", [...deposit(ALICE, 0), ...deposit(BOB, 1)]);
  expect(
    await examples.rows(
      `SELECT encode("id", 'hex') AS id FROM "tendermint_events" WHERE "blockHeight" = 1 ORDER BY 1`,
    ),
  ).toEqual(
    ["0200000000", "0200000001", "0300000000", "0300000001"].map((id) => ({
      id: `00000001000000${id}`,
    })),
  );
  expect(await examples.rows(`SELECT * FROM "wallets" ORDER BY "address"`)).toEqual(
    ["dydx1alice", "dydx1bob"].map((address) => ({
      address,
      totalTradingRewards: "0.000000000000000000",
      totalVolume: "0",
    })),
  );
  expect(
    await examples.rows(`SELECT "id" FROM "transfers" WHERE "senderWalletAddress" = 'dydx1alice'`),
  ).toEqual([{ id: "c5a3805a-3ae4-5e38-99e6-8a6bfda4d277" }]);
  expect(sent.on(Topic.subaccounts)).toHaveLength(4);
  expect(sent.on(Topic.subaccounts)[1]?.contents).toEqual({
    transfers: {
      sender: { address: "dydx1alice" },
      recipient: { address: "dydx1alice", subaccountNumber: 0 },
      symbol: "USDC",
      size: "10000",
      type: "DEPOSIT",
      createdAt: "2024-01-01T00:00:01.000Z",
      createdAtHeight: "1",
      transactionHash: "TX1A",
    },
    blockHeight: "1",
  });
});

test("E3 first match", async () => {
  const aliceBuys = order({
    subaccountId: ALICE,
    clientId: 7,
    side: "BUY",
    quantums: E9,
    price: 50_100,
    timeInForce: 1,
  });
  const sent = await examples.apply(2, "00:00:02.500", [
    update(ALICE, 4_997_500_000n, E9),
    update(BOB, 15_000_550_000n, -E9),
    fill({
      makerOrder: bobSells,
      order: aliceBuys,
      fillAmount: E9,
      makerFee: -550_000n,
      takerFee: 2_500_000n,
      totalFilledMaker: E9,
      totalFilledTaker: E9,
    }),
  ]);
  const [alice, bob] = await examples.fillsAt(2);
  expect(alice).toMatchObject({
    id: "c00dbfb6-cdd0-59a7-8913-194a8701a5be",
    price: "50000",
    quoteAmount: "5000",
    fee: "2.5",
    positionSizeBefore: "0",
    entryPriceBefore: null,
    positionSideBefore: "LONG",
  });
  expect(bob).toMatchObject({ id: "bf2c8ada-ab18-57a9-8800-c04dda8971f3", fee: "-0.55" });
  expect(await examples.positions()).toMatchObject([
    { who: "dydx1alice", size: "0.1", entryPrice: "50000", totalRealizedPnl: "-2.5" },
    { who: "dydx1bob", size: "-0.1", maxSize: "-0.1", totalRealizedPnl: "0.55" },
  ]);
  expect(
    await examples.rows(`SELECT "price", "status", "totalFilled" FROM "orders" ORDER BY "price"`),
  ).toEqual([
    { price: "50000", status: "OPEN", totalFilled: "0.1" },
    { price: "50100", status: "FILLED", totalFilled: "0.1" },
  ]);
  expect(sent.on(Topic.trades)[0]?.contents).toEqual({
    trades: [
      {
        id: "000000020000000200000002",
        size: "0.1",
        price: "50000",
        side: "BUY",
        createdAt: "2024-01-01T00:00:02.500Z",
        type: "LIMIT",
      },
    ],
  });
  expect(sent.toVulcan().map(({ orderUpdate }) => orderUpdate?.totalFilledQuantums)).toEqual([
    E9,
    E9,
  ]);
  const key = "v4/state_filled_quantums/6a72ae32-f1c9-511e-845f-e9632de814b7";
  expect(await examples.redis.get(key)).toBe("1000000000");
  expect(await examples.redis.ttl(key)).toBeGreaterThan(290);
});

test("E4 flip: the whole fill is booked on the new row", async () => {
  await examples.apply(3, "00:00:03.000", [
    update(ALICE, 12_643_675_000n, -5n * 10n ** 8n),
    update(BOB, 7_351_391_500n, 5n * 10n ** 8n),
    fill({
      makerOrder: order({
        subaccountId: BOB,
        clientId: 2,
        side: "BUY",
        quantums: 15n * 10n ** 8n,
        price: 51_000,
      }),
      order: order({
        subaccountId: ALICE,
        clientId: 8,
        side: "SELL",
        quantums: 15n * 10n ** 8n,
        price: 51_000,
        timeInForce: 3,
      }),
      fillAmount: 15n * 10n ** 8n,
      makerFee: -841_500n,
      takerFee: 3_825_000n,
      totalFilledMaker: 15n * 10n ** 8n,
      totalFilledTaker: 15n * 10n ** 8n,
    }),
  ]);
  expect(await examples.positions(`"status" = 'CLOSED'`)).toMatchObject([
    { size: "0", exitPrice: null, sumClose: "0", closedAtHeight: 3n },
    { size: "0", exitPrice: null, sumClose: "0", closedAtHeight: 3n },
  ]);
  expect(await examples.positions(`"status" = 'OPEN'`)).toMatchObject([
    {
      who: "dydx1alice",
      side: "SHORT",
      size: "-0.05",
      sumOpen: "0.15",
      totalRealizedPnl: "-6.325",
    },
    { who: "dydx1bob", side: "LONG", size: "0.05", totalRealizedPnl: "1.3915" },
  ]);
});

test("E5 liquidation", async () => {
  const bobLong = order({
    subaccountId: BOB,
    clientId: 3,
    side: "SELL",
    quantums: 5n * 10n ** 8n,
    price: 52_000,
    flags: 64,
    extra: { orderRouterAddress: "dydx1router" },
  });
  const sent = await examples.apply(4, "00:00:04.000", [
    event("stateful_order", indexerEvents.StatefulOrderEventV1, {
      longTermOrderPlacement: { order: bobLong },
    }),
    update(ALICE, 10_000_000_000n, 0n),
    update(BOB, 10_000_000_000n, 0n),
    fill({
      makerOrder: bobLong,
      liquidationOrder: {
        liquidated: ALICE,
        clobPairId: 0,
        perpetualId: 0,
        totalSize: 5n * 10n ** 8n,
        isBuy: true,
      },
      fillAmount: 5n * 10n ** 8n,
      makerFee: -286_000n,
      takerFee: 39_000_000n,
      totalFilledMaker: 5n * 10n ** 8n,
    }),
  ]);
  expect(await examples.fillsAt(4)).toMatchObject([
    {
      type: "LIQUIDATED",
      orderId: null,
      clientMetadata: null,
      fee: "39",
      positionSizeBefore: "0.15",
      entryPriceBefore: "51000",
    },
    { type: "LIQUIDATION", liquidity: "MAKER", fee: "-0.286" },
  ]);
  expect(await examples.positions(`"closedAtHeight" = 4`)).toMatchObject([
    { sumClose: "0.05", exitPrice: "52000", totalRealizedPnl: "-6.325" },
    { sumClose: "0.05", exitPrice: "52000", totalRealizedPnl: "1.3915" },
  ]);
  expect(
    await examples.rows(
      `SELECT "status", "orderRouterAddress" FROM "orders" WHERE "orderFlags" = 64`,
    ),
  ).toEqual([{ status: "FILLED", orderRouterAddress: '"dydx1router"' }]);
  const vulcan = sent.toVulcan();
  expect(vulcan[0]).toMatchObject({
    eventType: "StatefulOrderPlacement",
    orderPlace: { placementStatus: 2 },
  });
  expect(vulcan[1]?.orderUpdate?.totalFilledQuantums).toBe(5n * 10n ** 8n);
  expect(vulcan[2]?.orderRemove).toMatchObject({ reason: 12, removalStatus: 3 });
  expect(sent.on(Topic.trades)[0]?.contents).toMatchObject({
    trades: [{ type: "LIQUIDATED", side: "BUY" }],
  });
});

test("E17 a taker of two matches gets one message with both fills", async () => {
  const takerBuys = order({
    subaccountId: ALICE,
    clientId: 60,
    side: "BUY",
    quantums: 3n * E9,
    price: 50_000,
  });
  const sells = (clientId: number, quantums: bigint) =>
    order({ subaccountId: BOB, clientId, side: "SELL", quantums, price: 50_000 });
  const sent = await examples.apply(5, "00:00:05.000", [
    update(ALICE, 0n, 3n * E9),
    update(BOB, 0n, -3n * E9),
    fill({
      makerOrder: sells(61, E9),
      order: takerBuys,
      fillAmount: E9,
      totalFilledMaker: E9,
      totalFilledTaker: E9,
    }),
    update(ALICE, 0n, 5n * E9),
    update(BOB, 0n, -5n * E9),
    fill({
      makerOrder: sells(62, 2n * E9),
      order: takerBuys,
      fillAmount: 2n * E9,
      totalFilledMaker: 2n * E9,
      totalFilledTaker: 3n * E9,
    }),
  ]);
  const withFills = sent
    .on(Topic.subaccounts)
    .filter(({ contents }) => "fills" in (contents as object));
  const summary = withFills.map(({ eventIndex, contents }) => {
    const { fills, orders } = contents as { fills: object[]; orders: { clientId: string }[] };
    return [eventIndex, orders[0]?.clientId, fills.length];
  });
  expect(summary).toEqual([
    [2, "61", 1],
    [5, "60", 2],
    [5, "62", 1],
  ]);
  expect((sent.on(Topic.trades)[0]!.contents as { trades: object[] }).trades).toHaveLength(2);
  expect(sent.toVulcan()).toHaveLength(4);
});
