import { describe, expect, test } from "vitest";
import {
  fillQuoteQuantums,
  mustClobPair,
  oracleSubticks,
  perpetualOf,
  priceToSubticks,
} from "../../../src/clob/index.js";
import { fillFees } from "../../../src/clob/settlement/fees.js";
import { takerOfLiquidation, takerOfOrder } from "../../../src/clob/settlement/types.js";
import {
  mustPerpetual,
  notional,
  openInterestMarginFractionPpm,
} from "../../../src/perpetuals/index.js";
import { updateLeverage } from "../../../src/subaccounts/index.js";
import { account, BTC, makeOrder, ONE_BTC, USDC, World } from "./world.js";

describe("clob §13.1 conversion and fees", () => {
  const w = new World();
  const pair = mustClobPair(w.k, BTC);

  test.each([
    ["clob §13 ex. 1: one BTC", 10_000_000_000n, 3_000_000_000n, 30_000_000_000n],
    ["clob §13 ex. 2: the smallest order", 1_000_000n, 100_000n, 100n],
    ["clob §13 ex. 3: less than a quantum", 7n, 123_456_789n, 0n],
    ["clob §13 ex. 3: floored", 1_000n, 123_456_789n, 123n],
  ])("%s", (_name, quantums, subticks, quote) => {
    expect(fillQuoteQuantums(pair, subticks, quantums)).toBe(quote);
  });

  test("clob §13 ex. 4: oracle subticks and notional", () => {
    const genesis = new World();
    genesis.setPrice(BTC, 2_868_819_524n);
    const oracle = oracleSubticks(genesis.k, pair);
    expect(oracle.num / oracle.den).toBe(2_868_819_524n);
    expect(oracle.num % oracle.den).toBe(0n);
    const btc = mustPerpetual(genesis.k, BTC);
    expect(notional(genesis.k, btc, 1_000_000_000n)).toBe(2_868_819_524n);
    expect(notional(genesis.k, btc, -1_000_000_000n)).toBe(-2_868_819_524n);
  });

  test("clob §13 ex. 5: another exponent", () => {
    const test35 = mustClobPair(w.k, 35);
    const subticks = priceToSubticks(test35, perpetualOf(w.k, test35), 10_000_000n, -5);
    expect(subticks.num / subticks.den).toBe(1_000_000n);
  });

  test.each([
    ["clob §13 ex. 6: a small fill", 123n, 1n, 0n],
    ["clob §13 ex. 7: a large fill", 30_000_000_001n, 15_000_001n, -3_300_000n],
    ["clob §13 ex. 8: a rebate of −0.9999", 9_090n, 5n, 0n],
    ["clob §13 ex. 8: a rebate of −1.00001", 9_091n, 5n, -1n],
  ])("%s", (_name, quote, takerFee, makerFee) => {
    const taker = takerOfOrder(makeOrder(account(0), "buy", ONE_BTC, 1n));
    const fees = fillFees(w.k, taker, makeOrder(account(1), "sell", ONE_BTC, 1n), quote, 0n);
    expect([fees.takerFee, fees.makerFee]).toEqual([takerFee, makerFee]);
  });

  test.each([
    ["clob §13 ex. 9: half way between the caps", 35_000_000_000_000n, 550_000n],
    ["clob §13 ex. 9: at the lower cap", 20_000_000_000_000n, 100_000n],
  ])("%s", (_name, openInterest, imfPpm) => {
    const tier = {
      initialMarginPpm: 100_000,
      maintenanceFractionPpm: 500_000,
      openInterestLowerCap: 20_000_000_000_000n,
      openInterestUpperCap: 50_000_000_000_000n,
    };
    expect(openInterestMarginFractionPpm(tier, openInterest)).toBe(imfPpm);
  });

  test("clob §13 ex. 10: a chosen leverage raises the initial margin alone", () => {
    const own = new World();
    const me = account(0);
    own.setAccount(me, 3_000n * USDC, { [BTC]: ONE_BTC / 10n });
    expect(own.risk(me)).toMatchObject({ imr: 60_000_000n, mmr: 36_000_000n });
    const leverage = [{ perpetualId: BTC, customImfPpm: 500_000 }];
    expect(updateLeverage(own.k, me, leverage)).toBeUndefined();
    expect(own.risk(me)).toMatchObject({ imr: 1_500_000_000n, mmr: 36_000_000n });
  });

  test.each([
    ["clob §13 ex. 56: the maker's rebate is not paid", -110, 0n],
    ["clob §13 ex. 56: the maker's fee is", 100, 299_500n],
  ])("%s", (_name, makerFeePpm, makerFee) => {
    const own = new World();
    const tiers = own.k.feetiers.params.get()?.tiers ?? [];
    own.k.feetiers.params.set({ tiers: tiers.map((tier) => ({ ...tier, makerFeePpm })) });
    const liquidation = {
      subaccountId: account(0),
      clobPairId: BTC,
      perpetualId: BTC,
      isBuy: false,
      quantums: ONE_BTC,
      subticks: 1n,
    };
    const maker = makeOrder(account(1), "buy", ONE_BTC, 1n);
    const fees = fillFees(own.k, takerOfLiquidation(liquidation), maker, 2_995_000_000n, 0n);
    expect([fees.takerFee, fees.makerFee]).toEqual([0n, makerFee]);
  });
});
