import { Topic } from "@perpetua/messaging";
import { encodeSerializableInt, indexerEvents } from "@perpetua/protocol";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ALICE, BOB, CAROL, deposit, event, genesis, order, update } from "./blocks.js";
import { E9, Examples, fill } from "./examples.js";

/** Examples E6–E14 and E19 of indexer.md §9.2, in their order. */

const USDC = 1_000_000n;
let examples: Examples;
beforeAll(async () => {
  examples = await Examples.start();
  await examples.apply(0, "00:00:00.000", genesis);
  for (let height = 1; height <= 4; height += 1) {
    const deposits = height === 1 ? [...deposit(ALICE, 0), ...deposit(BOB, 1)] : [];
    await examples.apply(height, `00:00:0${height}.000`, deposits);
  }
});
afterAll(async () => {
  await examples.stop();
});

test("E6 placements of every stateful kind, E19 of a vault", async () => {
  const twap = order({
    subaccountId: ALICE,
    clientId: 30,
    side: "BUY",
    quantums: 10n * E9,
    price: 0,
    flags: 128,
    extra: { twapParameters: { duration: 300, interval: 60, priceTolerance: 10_000 } },
  });
  const stop = order({
    subaccountId: ALICE,
    clientId: 31,
    side: "SELL",
    quantums: E9,
    price: 49_000,
    flags: 32,
    timeInForce: 1,
    extra: { conditionType: 1, conditionalOrderTriggerSubticks: 49_500n * 100_000n },
  });
  const place = (kind: string, placed: object) =>
    event("stateful_order", indexerEvents.StatefulOrderEventV1, { [kind]: { order: placed } });
  const vault = { owner: "dydx1c0m5x87llaunl5sgv3q5vd7j5uha26d2q2r2q0", number: 0 };
  const sell = { side: "SELL" as const, quantums: 2n * E9, price: 50_500, flags: 64 };
  const sent = await examples.apply(5, "00:00:06.000", [
    place("conditionalOrderPlacement", stop),
    place("twapOrderPlacement", twap),
    place(
      "longTermOrderPlacement",
      order({ ...sell, subaccountId: ALICE, clientId: 30, flags: 256 }),
    ),
    place(
      "longTermOrderPlacement",
      order({
        ...sell,
        subaccountId: BOB,
        clientId: 40,
        extra: { builderCodeParams: { builderAddress: "dydx1builder", feePpm: 1_000 } },
      }),
    ),
    place("longTermOrderPlacement", order({ ...sell, subaccountId: vault, clientId: 1 })),
  ]);
  const placed = await examples.rows(
    `SELECT "type", "status", "price", "triggerPrice", "duration", "interval", "priceTolerance", "builderAddress", "feePpm"
     FROM "orders" WHERE "createdAtHeight" = 5 ORDER BY "clientId", "type"`,
  );
  expect(placed).toMatchObject([
    {
      type: "TWAP",
      status: "OPEN",
      price: "0",
      duration: "300",
      interval: "60",
      priceTolerance: "10000",
    },
    { type: "STOP_LIMIT", status: "UNTRIGGERED", price: "49000", triggerPrice: "49500" },
    { type: "LIMIT", builderAddress: "dydx1builder", feePpm: "1000" },
  ]);
  expect(sent.on(Topic.subaccounts)).toHaveLength(1);
  expect(sent.toVulcan().map(({ orderPlace }) => orderPlace?.order?.orderId?.clientId)).toEqual([
    30, 40, 1,
  ]);
});

test("E7 a TWAP suborder fills its parent; a conditional order triggers", async () => {
  const suborder = order({
    subaccountId: ALICE,
    clientId: 30,
    side: "BUY",
    quantums: 2n * E9,
    price: 50_500,
    flags: 256,
  });
  const sent = await examples.apply(6, "00:00:07.000", [
    update(ALICE, 0n, 2n * E9),
    update(BOB, 20_000_000_000n, -2n * E9),
    fill({
      makerOrder: order({
        subaccountId: BOB,
        clientId: 40,
        side: "SELL",
        quantums: 2n * E9,
        price: 50_500,
        flags: 64,
      }),
      order: suborder,
      fillAmount: 2n * E9,
      totalFilledMaker: 2n * E9,
      totalFilledTaker: 2n * E9,
      affiliateRevShare: 505_000n,
      takerBuilderFee: 10_100n,
      takerBuilderAddress: "dydx1builder",
    }),
    event(
      "stateful_order",
      indexerEvents.StatefulOrderEventV1,
      {
        conditionalOrderTriggered: {
          triggeredOrderId: { subaccountId: ALICE, clientId: 31, orderFlags: 32, clobPairId: 0 },
        },
      },
      {},
    ),
  ]);
  expect(
    await examples.rows(
      `SELECT "id", "totalFilled", "price", "status", "size" FROM "orders" WHERE "type" = 'TWAP'`,
    ),
  ).toEqual([
    {
      id: "30170f32-0bc4-5028-9a37-20c185c9e8b3",
      totalFilled: "0.2",
      price: "50500",
      status: "FILLED",
      size: "1",
    },
  ]);
  expect(await examples.fillsAt(6)).toMatchObject([
    {
      type: "TWAP_SUBORDER",
      orderId: "30170f32-0bc4-5028-9a37-20c185c9e8b3",
      affiliateRevShare: "0.505",
      builderFee: "0.0101",
    },
    { affiliateRevShare: "0.505", builderFee: null },
  ]);
  const triggered = sent
    .toVulcan()
    .find(({ eventType }) => eventType === "ConditionalOrderTriggered");
  expect(triggered?.orderPlace?.order).toMatchObject({
    quantums: E9,
    subticks: 49_000n * 100_000n,
    conditionalOrderTriggerSubticks: 49_500n * 100_000n,
    conditionType: 1,
    goodTilBlockTime: 1_704_153_600,
  });
});

test("E10 deleveraging", async () => {
  const sent = await examples.apply(7, "00:00:10.000", [
    event("deleveraging", indexerEvents.DeleveragingEventV1, {
      liquidated: ALICE,
      offsetting: BOB,
      perpetualId: 0,
      fillAmount: E9,
      totalQuoteQuantums: 4_800n * USDC,
      isBuy: false,
    }),
  ]);
  expect(await examples.fillsAt(7)).toMatchObject([
    {
      type: "DELEVERAGED",
      liquidity: "TAKER",
      side: "SELL",
      price: "48000",
      fee: "0",
      positionSizeBefore: null,
    },
    { type: "OFFSETTING", liquidity: "MAKER", side: "BUY", positionSideBefore: null },
  ]);
  expect(sent.on(Topic.trades)[0]?.contents).toMatchObject({ trades: [{ type: "DELEVERAGED" }] });
  expect(sent.toVulcan()).toEqual([]);
});

test("E11 candles: an hour later the old ones are sent again and empty ones begin", async () => {
  const sent = await examples.apply(8, "01:00:00.000", []);
  const candles = sent.on(Topic.candles).map(({ contents }) => contents as Record<string, unknown>);
  expect(candles).toHaveLength(10);
  expect(candles.map(({ resolution }) => resolution)).toEqual(
    ["1MIN", "5MINS", "15MINS", "30MINS", "1HOUR"].flatMap((name) => [name, name]),
  );
  expect(candles[0]).toMatchObject({
    trades: 2,
    close: "48000",
    startedAt: "2024-01-01T00:00:00.000Z",
  });
  expect(candles[1]).toMatchObject({
    open: "48000",
    high: "48000",
    baseTokenVolume: "0",
    trades: 0,
    startingOpenInterest: "0.2",
    startedAt: "2024-01-01T01:00:00.000Z",
    orderbookMidPriceOpen: null,
  });
});

test("E12 funding, rewards, vault, affiliate", async () => {
  await examples.apply(9, "01:00:01.000", [
    event("market", indexerEvents.MarketEventV1, {
      marketId: 0,
      priceUpdate: { priceWithExponent: 5_250_012_345n },
    }),
    event("register_affiliate", indexerEvents.RegisterAffiliateEventV1, {
      referee: CAROL.owner,
      affiliate: ALICE.owner,
    }),
    event("upsert_vault", indexerEvents.UpsertVaultEventV1, {
      address: "dydx1vault",
      clobPairId: 0,
      status: 3,
    }),
    event(
      "funding_values",
      indexerEvents.FundingEventV1,
      {
        type: 2,
        updates: [
          { perpetualId: 0, fundingValuePpm: 800, fundingIndex: encodeSerializableInt(52_500n) },
          { perpetualId: 99, fundingValuePpm: 1, fundingIndex: encodeSerializableInt(1n) },
        ],
      },
      {},
    ),
    event(
      "trading_reward",
      indexerEvents.TradingRewardsEventV1,
      {
        tradingRewards: [
          { owner: ALICE.owner, denomAmount: encodeSerializableInt(15n * 10n ** 17n) },
          { owner: CAROL.owner, denomAmount: encodeSerializableInt(1n) },
        ],
      },
      {},
    ),
  ]);
  expect(
    await examples.rows(
      `SELECT "rate", "fundingIndex", "oraclePrice" FROM "funding_index_updates"`,
    ),
  ).toEqual([{ rate: "0.0001", fundingIndex: "525", oraclePrice: "52500.12345" }]);
  expect(
    await examples.rows(
      `SELECT "address", "totalTradingRewards" AS r FROM "wallets" WHERE "totalTradingRewards" > 0 ORDER BY 1`,
    ),
  ).toEqual([
    { address: "dydx1alice", r: "1.500000000000000000" },
    { address: "dydx1carol", r: "0.000000000000000001" },
  ]);
  expect(await examples.rows(`SELECT "status" FROM "vaults"`)).toEqual([{ status: "QUOTING" }]);
});

test("E13 market maintenance, older versions of events", async () => {
  const perpetual = {
    id: 0,
    ticker: "BTC-USD",
    marketId: 0,
    atomicResolution: -10,
    liquidityTier: 0,
  };
  // Roundtable has counted since ender started.
  await examples.rows(`UPDATE "perpetual_markets" SET "volume24H" = 11551.34, "trades24H" = 7,
    "openInterest" = 2.5, "priceChange24H" = 12, "nextFundingRate" = 0.000012`);
  const sent = await examples.apply(10, "01:00:02.000", [
    event("update_clob_pair", indexerEvents.UpdateClobPairEventV1, {
      clobPairId: 0,
      status: 6,
      quantumConversionExponent: -9,
      subticksPerTick: 1_000_000,
      stepBaseQuantums: 10_000_000n,
    }),
    event(
      "update_perpetual",
      indexerEvents.UpdatePerpetualEventV3,
      { ...perpetual, marketType: 1, defaultFunding8hrPpm: 50 },
      { tx: 0, version: 3 },
    ),
    event("liquidity_tier", indexerEvents.LiquidityTierUpsertEventV1, {
      id: 0,
      name: "x",
      initialMarginPpm: 20_000,
      maintenanceFractionPpm: 600_000,
    }),
    event("update_perpetual", indexerEvents.UpdatePerpetualEventV1, perpetual),
    event("market", indexerEvents.MarketEventV1, {
      marketId: 0,
      marketModify: { base: { pair: "XBT-USD", minPriceChangePpm: 9 } },
    }),
  ]);
  expect(
    await examples.rows(
      `SELECT "status", "defaultFundingRate1H" AS rate, "marketType" FROM "perpetual_markets"`,
    ),
  ).toEqual([{ status: "FINAL_SETTLEMENT", rate: "0.00000625", marketType: "CROSS" }]);
  expect(
    await examples.rows(`SELECT "openInterestLowerCap" AS cap FROM "liquidity_tiers"`),
  ).toEqual([{ cap: null }]);
  expect(await examples.rows(`SELECT "pair", "minPriceChangePpm" AS ppm FROM "markets"`)).toEqual([
    { pair: "XBT-USD", ppm: 9 },
  ]);
  expect(sent.on(Topic.markets)).toHaveLength(4);
  expect(sent.on(Topic.markets)[0]?.contents).toMatchObject({
    trading: { "BTC-USD": { tickSize: "10", stepSize: "0.001" } },
  });
  for (const { contents } of sent.on(Topic.markets).slice(0, 3)) {
    expect(contents).toMatchObject({
      trading: {
        "BTC-USD": {
          volume24H: "11551.34",
          trades24H: 7,
          openInterest: "2.5",
          priceChange24H: "12",
          nextFundingRate: "0.000012",
        },
      },
    });
  }
});

test("E14 transfers, and the replacement of a stateful order", async () => {
  const transfer = (value: object) =>
    event("transfer", indexerEvents.TransferEventV1, { assetId: 0, ...value });
  const sell = { subaccountId: BOB, side: "SELL" as const, quantums: E9, flags: 64 };
  const sent = await examples.apply(11, "01:00:03.000", [
    transfer({
      amount: 2_500_000n,
      sender: { subaccountId: ALICE },
      recipient: { subaccountId: CAROL },
    }),
    transfer({ amount: 1n, sender: { subaccountId: ALICE }, recipient: { address: ALICE.owner } }),
    event("stateful_order", indexerEvents.StatefulOrderEventV1, {
      longTermOrderPlacement: { order: order({ ...sell, clientId: 50, price: 60_000 }) },
    }),
    event("stateful_order", indexerEvents.StatefulOrderEventV1, {
      orderReplacement: {
        oldOrderId: { subaccountId: BOB, clientId: 50, orderFlags: 64, clobPairId: 0 },
        order: order({ ...sell, clientId: 51, price: 61_000 }),
      },
    }),
  ]);
  const types = sent
    .on(Topic.subaccounts)
    .map(({ contents }) => (contents as { transfers: { type: string } }).transfers.type);
  expect(types).toEqual(["TRANSFER_OUT", "TRANSFER_IN", "WITHDRAWAL"]);
  expect(
    await examples.rows(
      `SELECT "updatedAtHeight" AS h FROM "subaccounts" WHERE "address" IN ('dydx1alice', 'dydx1carol') ORDER BY "address"`,
    ),
  ).toEqual([{ h: 6n }, { h: 11n }]);
  expect(
    await examples.rows(
      `SELECT "clientId", "status" FROM "orders" WHERE "clientId" IN (50, 51) ORDER BY 1`,
    ),
  ).toEqual([
    { clientId: 50n, status: "CANCELED" },
    { clientId: 51n, status: "OPEN" },
  ]);
});
