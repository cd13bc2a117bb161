import { clob } from "@perpetua/protocol";
import { describe, expect, test } from "vitest";
import { updateClobPair } from "../../../src/clob/clobPairUpdate.js";
import { validateEquityTiers } from "../../../src/clob/equityTiers.js";
import { FINAL_SETTLEMENT, mustClobPair, OrderFlags } from "../../../src/clob/index.js";
import { validateUpdateLeverage } from "../../../src/clob/leverage.js";
import { validateLiquidationsConfig } from "../../../src/clob/liquidation/config.js";
import { validateRateLimits } from "../../../src/clob/rateLimits.js";
import { validateBatchCancel } from "../../../src/clob/validation/batchCancelBasic.js";
import { validateCancelOrder } from "../../../src/clob/validation/cancelOrderBasic.js";
import { validateOrderAgainstState } from "../../../src/clob/validation/orderAgainstState.js";
import { validatePlaceOrder } from "../../../src/clob/validation/placeOrderBasic.js";
import { idKey } from "../../../src/perpetuals/index.js";
import { account, BTC, makeOrder, ONE_BTC, World } from "./world.js";

const ME = account(0);
const PRICE = 3_000_000_000n;
const base = makeOrder(ME, "buy", ONE_BTC, PRICE);
const long = makeOrder(ME, "buy", ONE_BTC, PRICE, { flags: OrderFlags.LongTerm });
const twapParameters = { duration: 300, interval: 60, priceTolerance: 0 };
const twap = { ...long, orderId: { ...long.orderId, orderFlags: OrderFlags.Twap }, twapParameters };
const conditional = {
  ...long,
  orderId: { ...long.orderId, orderFlags: OrderFlags.Conditional },
  conditionType: 1,
  conditionalOrderTriggerSubticks: PRICE,
};
const withId = (change: object) => ({ ...base, orderId: { ...base.orderId, ...change } });
const builder = (builderAddress: string, feePpm: number) => ({ builderAddress, feePpm });

/** clob.md §3.2, one broken rule a line; rules are numbered as there. */
const STATELESS: readonly [rule: number, change: object, code: number | undefined][] = [
  [0, base, undefined],
  [0, long, undefined],
  [0, twap, undefined],
  [0, conditional, undefined],
  [0, { ...twap, subticks: 0n }, undefined],
  [1, { ...base, timeInForce: 3, quantums: 0n }, 48],
  [2, withId({ subaccountId: { owner: "dydx1", number: 0 } }), 201],
  [2, withId({ subaccountId: { owner: ME.owner, number: 128_001 } }), 200],
  [2, withId({ subaccountId: undefined }), 201],
  [3, { ...base, side: 7 }, 3],
  [3, { ...base, timeInForce: 9 }, 44],
  [3, { ...base, conditionType: 9 }, 6000],
  [4, { ...base, side: 0 }, 3],
  [5, { ...base, quantums: 0n }, 4],
  [6, { ...base, orderRouterAddress: "nowhere" }, 11000],
  [7, { ...base, goodTilBlock: 0 }, 5],
  [7, { ...base, goodTilBlock: undefined, goodTilBlockTime: 5 }, 5],
  [8, { ...long, goodTilBlockTime: undefined }, 3001],
  [8, { ...twap, goodTilBlockTime: 0, twapParameters: undefined }, 3001],
  [9, withId({ orderFlags: 7 }), 3000],
  [9, { ...long, orderId: { ...long.orderId, orderFlags: OrderFlags.TwapSuborder } }, 3000],
  [10, { ...long, timeInForce: 1 }, 3002],
  [11, { ...base, reduceOnly: true }, 9003],
  [11, { ...long, reduceOnly: true }, 9003],
  [11, { ...base, reduceOnly: true, timeInForce: 1 }, undefined],
  [12, { ...base, subticks: 0n }, 6],
  [13, { ...conditional, conditionType: 0 }, 6000],
  [13, { ...conditional, conditionalOrderTriggerSubticks: 0n }, 6001],
  [14, { ...base, conditionType: 1 }, 6000],
  [14, { ...long, conditionalOrderTriggerSubticks: 1n }, 6001],
  [15, { ...base, builderCodeParameters: builder("nope", 10) }, 50],
  [15, { ...base, builderCodeParameters: builder(ME.owner, 0) }, 50],
  [15, { ...base, builderCodeParameters: builder(ME.owner, 10_001) }, 50],
  [15, { ...base, builderCodeParameters: builder(ME.owner, 10_000) }, undefined],
  [16, { ...twap, twapParameters: undefined }, 12],
  [16, { ...twap, twapParameters: { ...twapParameters, interval: 29 } }, 12],
  [16, { ...twap, twapParameters: { ...twapParameters, interval: 3_601 } }, 12],
  [16, { ...twap, twapParameters: { ...twapParameters, duration: 299 } }, 12],
  [16, { ...twap, twapParameters: { ...twapParameters, duration: 86_401 } }, 12],
  [16, { ...twap, twapParameters: { ...twapParameters, duration: 301 } }, 12],
  [16, { ...twap, twapParameters: { ...twapParameters, priceTolerance: 1_000_000 } }, 12],
];

describe("stateless rules", () => {
  test.each(STATELESS)("clob §3.2 rule %d of %o", (_rule, order, code) => {
    expect(validatePlaceOrder({ order: order as clob.Order })?.code).toBe(code);
  });

  test("an empty message is refused, never an exception", () => {
    expect(validatePlaceOrder({ order: undefined })?.code).toBe(201);
    expect(validateCancelOrder({ orderId: undefined })?.code).toBe(201);
    expect(validateUpdateLeverage({ subaccountId: undefined, clobPairLeverage: [] })?.code).toBe(
      11001,
    );
  });

  test("clob §3.6: cancels", () => {
    const cancel = (orderFlags: number, goodTil: object) =>
      validateCancelOrder({ orderId: { ...base.orderId, orderFlags }, ...goodTil })?.code;
    expect(cancel(0, {})).toBe(5);
    expect(cancel(0, { goodTilBlock: 5 })).toBeUndefined();
    expect(cancel(64, { goodTilBlock: 5 })).toBe(3001);
    expect(cancel(64, { goodTilBlockTime: 5 })).toBeUndefined();
    expect(cancel(9, { goodTilBlockTime: 5 })).toBe(3000);
  });

  test("clob §3.7: batch cancels", () => {
    const batch = (...shortTermCancels: clob.OrderBatch[]) =>
      validateBatchCancel({ subaccountId: ME, shortTermCancels, goodTilBlock: 5 })?.code;
    const ids = (n: number) => Array.from({ length: n }, (_, i) => i);
    expect(batch()).toBe(45);
    expect(batch({ clobPairId: 0, clientIds: [] })).toBe(45);
    expect(batch({ clobPairId: 0, clientIds: [1, 1] })).toBe(45);
    expect(batch({ clobPairId: 0, clientIds: [1] }, { clobPairId: 0, clientIds: [2] })).toBe(45);
    expect(batch({ clobPairId: 0, clientIds: ids(101) })).toBe(45);
    expect(
      batch({ clobPairId: 0, clientIds: ids(60) }, { clobPairId: 1, clientIds: ids(40) }),
    ).toBe(undefined);
  });

  const update = (...clobPairLeverage: clob.LeverageEntry[]) =>
    validateUpdateLeverage({ subaccountId: ME, clobPairLeverage })?.code;

  test.each([
    [0, 11002],
    [1, undefined],
    [1_000_000, undefined],
    [1_000_001, 11002],
  ])("risk §14.3 L5: an initial margin fraction of %d ppm", (customImfPpm, code) => {
    expect(update({ clobPairId: 0, customImfPpm })).toBe(code);
  });

  test("clob §3.8: leverage", () => {
    expect(update()).toBe(11002);
    const entry = { clobPairId: 0, customImfPpm: 1 };
    expect(update(entry, entry)).toBe(11002);
    expect(update(entry)).toBeUndefined();
  });
});

describe("configurations", () => {
  test("clob §3.9: rate limits", () => {
    const config = (maxStatefulOrdersPerNBlocks: clob.MaxPerNBlocksRateLimit[]) =>
      validateRateLimits(
        clob.BlockRateLimitConfiguration.fromPartial({ maxStatefulOrdersPerNBlocks }),
      )?.code;
    expect(config([{ numBlocks: 1, limit: 0 }])).toBe(5000);
    expect(config([{ numBlocks: 0, limit: 1 }])).toBe(5000);
    expect(config([{ numBlocks: 10_001, limit: 1 }])).toBe(5000);
    expect(config([{ numBlocks: 1, limit: 1_000_001 }])).toBe(5000);
    const twice = { numBlocks: 1, limit: 1 };
    expect(config([twice, twice])).toBe(5000);
    expect(config([{ numBlocks: 10_000, limit: 1_000_000 }])).toBeUndefined();
  });

  test("clob §3.10: equity tiers", () => {
    const tiers = (...required: number[]) =>
      validateEquityTiers({
        shortTermOrderEquityTiers: [],
        statefulOrderEquityTiers: required.map((n) => ({
          usdTncRequired: new Uint8Array([n < 0 ? 3 : 2, Math.abs(n)]),
          limit: 1,
        })),
      })?.code;
    expect(tiers(1, 2)).toBeUndefined();
    expect(tiers(1, 1)).toBe(10000);
    expect(tiers(-1)).toBe(10000);
  });

  test("clob §8.7: liquidations", () => {
    const w = new World();
    const good = w.k.clob.liquidationsConfig.get() as clob.LiquidationsConfig;
    const code = (change: object) => validateLiquidationsConfig({ ...good, ...change })?.code;
    expect(code({})).toBeUndefined();
    expect(code({ maxLiquidationFeePpm: 0 })).toBe(1000);
    expect(code({ fillablePriceConfig: undefined })).toBe(1000);
    expect(code({ positionBlockLimits: undefined })).toBe(1000);
    expect(code({ subaccountBlockLimits: undefined })).toBe(1000);
  });
});

describe("clob §3.3 stateful rules", () => {
  const code = (w: World, order: clob.Order) =>
    validateOrderAgainstState(w.k, order as typeof base, true)?.code;

  test("pair, tick, step, windows", () => {
    const w = new World();
    expect(code(w, base)).toBeUndefined();
    expect(code(w, withId({ clobPairId: 9_999 }))).toBe(8);
    expect(code(w, { ...base, subticks: PRICE + 1n })).toBe(12);
    expect(code(w, { ...base, quantums: ONE_BTC + 1n })).toBe(12);
    const largest = (1n << 64n) - 1n;
    expect(code(w, { ...base, subticks: largest - (largest % 100_000n) })).toBeUndefined();
    expect(code(w, { ...base, quantums: largest })).toBe(12);
    expect(code(w, { ...base, goodTilBlock: 142 })).toBe(11);
    expect(code(w, { ...long, goodTilBlockTime: 1 })).toBe(3003);
  });

  test("clob §1.5: statuses", () => {
    const w = new World();
    const pair = mustClobPair(w.k, BTC);
    const set = (status: clob.ClobPair_Status) =>
      w.k.clob.pairs.set(idKey(BTC), { ...pair, status });
    set(FINAL_SETTLEMENT);
    expect(code(w, base)).toBe(34);
    set(5);
    expect(code(w, base)).toBe(34);
    expect(code(w, { ...long, timeInForce: 2 })).toBe(34);
    expect(code(w, { ...base, timeInForce: 2 })).toBeUndefined();
    expect(code(w, { ...base, timeInForce: 2, subticks: PRICE + 100_000n })).toBe(34);
    expect(code(w, { ...base, timeInForce: 2, side: 2, subticks: PRICE - 100_000n })).toBe(34);
  });

  test("clob §1.5, §11: updates of a pair", () => {
    const w = new World();
    const pair = mustClobPair(w.k, BTC);
    const update = (change: object) => updateClobPair(w.k, { ...pair, ...change })?.code;
    expect(update({ id: 777 })).toBe(39);
    expect(update({ perpetualClobMetadata: { perpetualId: 1 } })).toBe(39);
    expect(update({ quantumConversionExponent: -8 })).toBe(39);
    expect(update({ stepBaseQuantums: 2_000_000n })).toBe(39);
    expect(update({ subticksPerTick: 30_000 })).toBe(39);
    expect(update({ status: 5 })).toBe(35);
    expect(update({ status: 2 })).toBe(27);
    w.place(ME, "buy", ONE_BTC, PRICE);
    expect(update({ stepBaseQuantums: 500_000n, subticksPerTick: 50_000 })).toBeUndefined();
    expect(w.levels("buy")).toEqual([[PRICE, 20_000]]);
    expect(
      update({ status: FINAL_SETTLEMENT, stepBaseQuantums: 500_000n, subticksPerTick: 50_000 }),
    ).toBe(undefined);
  });
});
