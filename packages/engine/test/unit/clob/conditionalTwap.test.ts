import { clob } from "@perpetua/protocol";
import { describe, expect, test } from "vitest";
import { fillAmount } from "../../../src/clob/fillAmounts.js";
import { mustClobPair, OrderFlags, orderKey } from "../../../src/clob/index.js";
import { placeStatefulOrder } from "../../../src/clob/stateful/place.js";
import { triggerConditionalOrders } from "../../../src/clob/stateful/trigger.js";
import {
  legQuantums,
  marketLegSubticks,
  placeDueTwapLegs,
} from "../../../src/clob/stateful/twap.js";
import { mustPerpetual, setPerpetual } from "../../../src/perpetuals/index.js";
import { Mode } from "../../../src/state/index.js";
import {
  account,
  BTC,
  DOLLAR,
  makeOrder,
  ONE_BTC,
  type OrderOptions,
  USDC,
  World,
} from "./world.js";

const { CONDITION_TYPE_STOP_LOSS: STOP, CONDITION_TYPE_TAKE_PROFIT: TAKE } =
  clob.Order_ConditionType;
const ME = account(0);

function conditional(side: "buy" | "sell", trigger: bigint, condition: clob.Order_ConditionType) {
  const options: OrderOptions = { flags: OrderFlags.Conditional, trigger, condition };
  return makeOrder(ME, side, ONE_BTC, 30_000n * DOLLAR, options);
}

/** Whether an order triggers at the end of a block with these trades. */
function triggers(w: World, order: ReturnType<typeof conditional>, traded?: bigint): boolean {
  const { k } = w;
  k.mode = Mode.Deliver;
  k.clob.untriggered.set(orderKey(order.orderId), {
    order,
    placementIndex: { blockHeight: 100, transactionIndex: 0 },
  });
  if (traded !== undefined) k.clob.block.tradePrices.set(String(BTC), { min: traded, max: traded });
  triggerConditionalOrders(k);
  k.mode = Mode.CheckTx;
  return k.clob.triggered.has(orderKey(order.orderId));
}

describe("clob §13.4 conditional orders", () => {
  test.each([
    ["sell", 100n, STOP, false],
    ["sell", 101n, STOP, true],
    ["sell", 101n, TAKE, false],
    ["sell", 100n, TAKE, true],
  ] as const)("clob §13 ex. 36: %s trigger %s", (side, trigger, condition, expected) => {
    const w = new World();
    // Oracle subticks 100.5: a resolution one finer than usual makes the stored 1,005 a tenth.
    const btc = mustPerpetual(w.k, BTC);
    setPerpetual(w.k, { ...btc, params: { ...btc.params, atomicResolution: -11 } });
    w.setPrice(BTC, 1_005n);
    expect(triggers(w, conditional(side, trigger, condition))).toBe(expected);
  });

  test.each([
    [29_800, false],
    [29_850, true],
    [29_900, true],
  ])("clob §13 ex. 37: stop-loss sell at %d", (trigger, expected) => {
    const order = conditional("sell", BigInt(trigger) * DOLLAR, STOP);
    expect(triggers(new World(), order, 29_500n * DOLLAR)).toBe(expected);
  });

  test.each([
    [30_150, true],
    [30_151, false],
  ])("clob §13 ex. 38: stop-loss buy at %d", (trigger, expected) => {
    const order = conditional("buy", BigInt(trigger) * DOLLAR, STOP);
    expect(triggers(new World(), order, 31_000n * DOLLAR)).toBe(expected);
  });
});

describe("clob §13.4 TWAP", () => {
  const params = { duration: 300, interval: 60, priceTolerance: 0 };

  test("clob §13 ex. 39: nothing fills", () => {
    const order = makeOrder(ME, "buy", 10n * ONE_BTC, 1n, { flags: OrderFlags.Twap, twap: params });
    const sizes = [5, 4, 3, 2, 1].map((remainingLegs) =>
      legQuantums({ order, remainingLegs, remainingQuantums: order.quantums }, 1_000_000n),
    );
    expect(sizes).toEqual([
      20_000_000_000n,
      25_000_000_000n,
      33_333_000_000n,
      50_000_000_000n,
      60_000_000_000n,
    ]);
  });

  test("clob §13 ex. 40: the first leg filled", () => {
    const order = makeOrder(ME, "buy", 10n * ONE_BTC, 1n, { flags: OrderFlags.Twap, twap: params });
    const afterFirst = { order, remainingLegs: 4, remainingQuantums: 80_000_000_000n };
    expect(legQuantums(afterFirst, 1_000_000n)).toBe(20_000_000_000n);
  });

  test("clob §13 ex. 41: sizes are whole steps", () => {
    const twap = { ...params, duration: 420 };
    const order = makeOrder(ME, "buy", 10_007_000_000n, 1n, { flags: OrderFlags.Twap, twap });
    const first = { order, remainingLegs: 7, remainingQuantums: order.quantums };
    expect(legQuantums(first, 1_000_000n)).toBe(1_429_000_000n);
  });

  test.each([
    ["buy", 10_000, 2_897_600_000n],
    ["sell", 10_000, 2_840_100_000n],
    ["sell", 0, 2_868_900_000n],
  ] as const)("clob §13 ex. 42: %s, tolerance %d", (side, priceTolerance, subticks) => {
    const w = new World();
    w.setPrice(BTC, 2_868_819_524n);
    const twap = { ...params, priceTolerance };
    const parent = makeOrder(ME, side, 10n * ONE_BTC, 0n, { flags: OrderFlags.Twap, twap });
    expect(marketLegSubticks(w.k, mustClobPair(w.k, BTC), parent)).toBe(subticks);
  });

  test("clob §13 ex. 43: times of the legs", () => {
    const w = new World();
    const { k } = w;
    w.setAccount(ME, 1_000_000n * USDC);
    const start = 1_700_000_001;
    const goodTil = start + 10_000;
    const parent = makeOrder(ME, "buy", 5n * ONE_BTC, 30_000n * DOLLAR, {
      flags: OrderFlags.Twap,
      twap: params,
      goodTil,
    });
    const legs: number[] = [];
    k.mode = Mode.Deliver;
    k.header = { ...k.header, height: 101, seconds: start };
    expect(placeStatefulOrder(k, parent, false)).toBeUndefined();
    const suborder = { ...parent.orderId, orderFlags: OrderFlags.TwapSuborder };
    for (let t = start; t <= start + 400; t += 7) {
      k.header = { ...k.header, height: k.header.height + 1, seconds: t };
      k.registry.clearBlockScoped();
      placeDueTwapLegs(k);
      k.blocktime.previousBlock.set({ height: k.header.height, seconds: t, nanos: 0 });
      if (!k.clob.longTerm.has(orderKey(suborder))) continue;
      legs.push(t - start);
      k.clob.longTerm.delete(orderKey(suborder));
      expect(fillAmount(k, suborder)).toBe(0n);
    }
    // Each leg counts from the block that fired; one interval after the last the parent goes.
    expect(legs).toEqual([0, 63, 126, 189, 252]);
    expect(k.clob.twaps.has(orderKey(parent.orderId))).toBe(false);
  });
});
