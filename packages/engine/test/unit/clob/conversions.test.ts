import { describe, expect, test } from "vitest";
import {
  fillQuoteQuantums,
  mustClobPair,
  oracleSubticks,
  perpetualOf,
  priceToSubticks,
} from "../../../src/clob/index.js";
import { fillFees } from "../../../src/clob/settlement/fees.js";
import { takerOfOrder } from "../../../src/clob/settlement/types.js";
import { mulPpmUp } from "../../../src/math/index.js";
import { mustPerpetual, notional } from "../../../src/perpetuals/index.js";
import { account, BTC, makeOrder, ONE_BTC, USDC, World } from "./world.js";

describe("clob §13.1 conversion and fees", () => {
  const w = new World();
  const pair = mustClobPair(w.k, BTC);

  test.each([
    [1, 10_000_000_000n, 3_000_000_000n, 30_000_000_000n],
    [2, 1_000_000n, 100_000n, 100n],
    [3, 7n, 123_456_789n, 0n],
    [3, 1_000n, 123_456_789n, 123n],
  ])("clob §13 ex. %d: %s quantums at %s", (_n, quantums, subticks, quote) => {
    expect(fillQuoteQuantums(pair, subticks, quantums)).toBe(quote);
  });

  test("clob §13 ex. 4", () => {
    const genesis = new World();
    genesis.setPrice(BTC, 2_868_819_524n);
    const oracle = oracleSubticks(genesis.k, pair);
    expect(oracle.num / oracle.den).toBe(2_868_819_524n);
    expect(oracle.num % oracle.den).toBe(0n);
    const btc = mustPerpetual(genesis.k, BTC);
    expect(notional(genesis.k, btc, 1_000_000_000n)).toBe(2_868_819_524n);
    expect(notional(genesis.k, btc, -1_000_000_000n)).toBe(-2_868_819_524n);
  });

  test("clob §13 ex. 5", () => {
    const test35 = mustClobPair(w.k, 35);
    const subticks = priceToSubticks(test35, perpetualOf(w.k, test35), 10_000_000n, -5);
    expect(subticks.num / subticks.den).toBe(1_000_000n);
  });

  test.each([
    [6, 123n, 1n, 0n],
    [7, 30_000_000_001n, 15_000_001n, -3_300_000n],
  ])("clob §13 ex. %d", (_n, quote, takerFee, makerFee) => {
    const taker = takerOfOrder(makeOrder(account(0), "buy", ONE_BTC, 1n));
    const fees = fillFees(w.k, taker, makeOrder(account(1), "sell", ONE_BTC, 1n), quote, 0n);
    expect([fees.takerFee, fees.makerFee]).toEqual([takerFee, makerFee]);
  });

  test.each([
    [9_090n, 0n],
    [9_091n, -1n],
  ])("clob §13 ex. 8: %s at −110 ppm", (quote, fee) => {
    expect(mulPpmUp(quote, -110)).toBe(fee);
  });

  test("clob §13 ex. 56", () => {
    const liquidation = {
      subaccountId: account(0),
      clobPairId: BTC,
      perpetualId: BTC,
      isBuy: false,
      quantums: ONE_BTC,
      subticks: 1n,
    };
    const taker = { ...liquidation, order: undefined, liquidation };
    const maker = makeOrder(account(1), "buy", ONE_BTC, 1n);
    const rebate = fillFees(w.k, taker, maker, 2_995_000_000n, 0n);
    expect([rebate.takerFee, rebate.makerFee]).toEqual([0n, 0n]);
    expect(mulPpmUp(2_995_000_000n, 100)).toBe(299_500n);
    expect(USDC).toBe(1_000_000n);
  });
});
