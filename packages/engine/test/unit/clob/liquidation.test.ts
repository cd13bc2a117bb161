import { describe, expect, test } from "vitest";
import { mintCoins, USDC_DENOM } from "../../../src/bank/index.js";
import { mustClobPair } from "../../../src/clob/index.js";
import { bankruptcyQuote } from "../../../src/clob/liquidation/bankruptcy.js";
import { fillableSubticks } from "../../../src/clob/liquidation/fillablePrice.js";
import { liquidateAccounts } from "../../../src/clob/liquidation/liquidate.js";
import { liquidationOrderFor } from "../../../src/clob/liquidation/order.js";
import { liquidationQuantums } from "../../../src/clob/liquidation/size.js";
import { settleFill } from "../../../src/clob/settlement/settleFill.js";
import { takerOfLiquidation } from "../../../src/clob/settlement/types.js";
import { isRejection, Mode } from "../../../src/state/index.js";
import {
  CROSS_INSURANCE_FUND,
  CROSS_POOL,
  isLiquidatable,
} from "../../../src/subaccounts/index.js";
import { account, BTC, DOLLAR, ETH, makeOrder, ONE_BTC, USDC, World } from "./world.js";

const ME = account(0);
const MAKER = account(1);

/** A world whose insurance fund holds `fund`, with a well-funded maker. */
function world(fund: bigint): World {
  const w = new World();
  w.setAccount(MAKER, 10_000_000n * USDC);
  mintCoins(w.k, CROSS_POOL, USDC_DENOM, 100_000_000n * USDC);
  if (fund > 0n) mintCoins(w.k, CROSS_INSURANCE_FUND, USDC_DENOM, fund);
  return w;
}

function liquidationsConfig(w: World, change: object): void {
  const config = w.k.clob.liquidationsConfig.get();
  if (config !== undefined) w.k.clob.liquidationsConfig.set({ ...config, ...change });
}

/** Module defaults of clob.md §12.3. */
function useDefaults(w: World): void {
  liquidationsConfig(w, {
    maxLiquidationFeePpm: 5_000,
    positionBlockLimits: {
      minPositionNotionalLiquidated: 1_000n,
      maxPositionPortionLiquidatedPpm: 1_000_000,
    },
    fillablePriceConfig: {
      bankruptcyAdjustmentPpm: 1_000_000,
      spreadToMaintenanceMarginRatioPpm: 100_000,
    },
  });
}

/**
 * Fills `quantums` of the account's liquidation at a price; the insurance payment, or why it did
 * not happen.
 */
function liquidate(
  w: World,
  quantums: bigint,
  dollars: number,
  perpetualId = BTC,
  perUnit = DOLLAR,
) {
  const order = liquidationOrderFor(w.k, ME, perpetualId);
  if (isRejection(order)) return order.code;
  const subticks = BigInt(dollars) * perUnit;
  const options = { pair: perpetualId, flags: 64 };
  const maker = makeOrder(MAKER, order.isBuy ? "sell" : "buy", quantums, subticks, options);
  const pair = mustClobPair(w.k, perpetualId);
  w.k.mode = Mode.Deliver;
  const result = settleFill(w.k, pair, takerOfLiquidation(order), maker, quantums);
  w.k.mode = Mode.CheckTx;
  if (isRejection(result)) return result.code;
  if (result.kind === "limited") return result.code;
  return result.kind === "settled" ? result.amounts.insuranceDelta : "refused";
}

const pairOf = (w: World, id = BTC) => mustClobPair(w.k, id);

describe("clob §13.5 liquidation", () => {
  test("clob §13 ex. 44: sizes and prices", () => {
    const w = world(0n);
    w.setAccount(ME, -29_700n * USDC, { [BTC]: ONE_BTC });
    expect(w.risk(ME)).toEqual({ nc: 300_000_000n, imr: 600_000_000n, mmr: 360_000_000n });
    expect(isLiquidatable(w.risk(ME))).toBe(true);
    expect(fillableSubticks(w.k, ME, BTC, pairOf(w))).toBe(2_991_000_000n);
    expect(liquidationQuantums(w.k, ME, BTC, BTC)).toBe(1_000_000_000n);
    expect(bankruptcyQuote(w.k, ME, BTC, -1_000_000_000n)).toBe(2_970_000_000n);
    expect(bankruptcyQuote(w.k, ME, BTC, -ONE_BTC)).toBe(29_700_000_000n);
  });

  test.each([
    [29_950, 25_000_000n],
    [30_000, 30_000_000n],
  ])("clob §13 ex. 45: at %d", (dollars, insurance) => {
    const w = world(0n);
    w.setAccount(ME, -29_700n * USDC, { [BTC]: ONE_BTC });
    expect(liquidate(w, 1_000_000_000n, dollars)).toBe(insurance);
    expect(w.usdc(ME)).toBe(-26_730_000_000n);
    expect(w.risk(ME)).toMatchObject({ nc: 270_000_000n, mmr: 324_000_000n });
  });

  test("clob §13 ex. 46: module defaults", () => {
    const w = world(0n);
    useDefaults(w);
    w.setAccount(ME, -29_700n * USDC, { [BTC]: ONE_BTC });
    expect(fillableSubticks(w.k, ME, BTC, pairOf(w))).toBe(2_999_400_000n);
    expect(liquidationQuantums(w.k, ME, BTC, BTC)).toBe(ONE_BTC);
    expect(liquidate(w, ONE_BTC, 29_994)).toBe(149_970_000n);
  });

  test.each([
    [30_050, 25_000_000n],
    [30_090, 21_000_000n],
  ])("clob §13 ex. 47: at %d", (dollars, insurance) => {
    const w = world(0n);
    w.setAccount(ME, 30_300n * USDC, { [BTC]: -ONE_BTC });
    expect(fillableSubticks(w.k, ME, BTC, pairOf(w))).toBe(3_009_000_000n);
    expect(liquidationQuantums(w.k, ME, BTC, BTC)).toBe(1_000_000_000n);
    expect(bankruptcyQuote(w.k, ME, BTC, 1_000_000_000n)).toBe(-3_030_000_000n);
    expect(liquidate(w, 1_000_000_000n, dollars)).toBe(insurance);
  });

  test("clob §13 ex. 48: the fund pays", () => {
    const w = world(55_000_000n);
    w.setAccount(ME, -30_500n * USDC, { [BTC]: ONE_BTC });
    expect(fillableSubticks(w.k, ME, BTC, pairOf(w))).toBe(2_946_000_000n);
    expect(bankruptcyQuote(w.k, ME, BTC, -1_000_000_000n)).toBe(3_050_000_000n);
    expect(liquidate(w, 1_000_000_000n, 29_950)).toBe(-55_000_000n);
    expect(w.usdc(ME)).toBe(-27_450_000_000n);
    expect(w.risk(ME).nc).toBe(-450_000_000n);
  });

  test.each([
    [50_000_000n, 1013],
    [55_000_000n, -55_000_000n],
  ])("clob §13 ex. 49: fund %s", (fund, outcome) => {
    const w = world(fund);
    w.setAccount(ME, -30_500n * USDC, { [BTC]: ONE_BTC });
    expect(liquidate(w, 1_000_000_000n, 29_950)).toBe(outcome);
    expect(w.k.bank.balances.has(`${CROSS_INSURANCE_FUND}\n${USDC_DENOM}`)).toBe(outcome === 1013);
  });

  test("clob §13 ex. 50: the subaccount's insurance limit", () => {
    const w = world(100n * USDC);
    liquidationsConfig(w, {
      subaccountBlockLimits: {
        maxNotionalLiquidated: 100_000_000_000n,
        maxQuantumsInsuranceLost: 54_999_999n,
      },
    });
    w.setAccount(ME, -30_500n * USDC, { [BTC]: ONE_BTC });
    expect(liquidate(w, 1_000_000_000n, 29_950)).toBe(1012);
  });

  test("clob §13 ex. 51: larger margins", () => {
    const w = world(0n);
    w.setMargins(BTC, 100_000, 500_000);
    w.setAccount(ME, -28_600n * USDC, { [BTC]: ONE_BTC });
    expect(fillableSubticks(w.k, ME, BTC, pairOf(w))).toBe(2_985_000_000n);
    expect(bankruptcyQuote(w.k, ME, BTC, -1_000_000_000n)).toBe(2_860_000_000n);
    expect(liquidate(w, 1_000_000_000n, 29_900)).toBe(44_850_000n);
    expect(w.risk(ME)).toMatchObject({ nc: 1_345_150_000n, mmr: 1_350_000_000n });
  });

  test("clob §13 ex. 52: two positions", () => {
    const w = world(0n);
    w.setAccount(ME, -39_680n * USDC, { [BTC]: ONE_BTC, [ETH]: 5_000_000_000n });
    expect(w.risk(ME)).toMatchObject({ nc: 320_000_000n, mmr: 480_000_000n });
    expect(liquidationQuantums(w.k, ME, BTC, BTC)).toBe(1_000_000_000n);
    expect(fillableSubticks(w.k, ME, BTC, pairOf(w))).toBe(2_982_000_000n);
    expect(bankruptcyQuote(w.k, ME, BTC, -1_000_000_000n)).toBe(2_976_000_000n);
    expect(liquidationQuantums(w.k, ME, ETH, ETH)).toBe(500_000_000n);
    expect(fillableSubticks(w.k, ME, ETH, pairOf(w, ETH))).toBe(1_988_000_000n);
    expect(bankruptcyQuote(w.k, ME, ETH, -500_000_000n)).toBe(992_000_000n);
    const second = world(0n);
    second.setAccount(ME, -39_680n * USDC, { [BTC]: ONE_BTC, [ETH]: 5_000_000_000n });
    expect(liquidate(w, 1_000_000_000n, 29_900)).toBe(14_000_000n);
    expect(liquidate(second, 500_000_000n, 1_990, ETH, 1_000_000n)).toBe(3_000_000n);
  });

  test.each([
    [200_000_000n, 200_000_000n],
    [500_000_000n, 333_000_000n],
    [50n * ONE_BTC, 33_333_000_000n],
  ])("clob §13 ex. 53: position %s", (position, size) => {
    const w = world(0n);
    w.setAccount(ME, -1n, { [BTC]: position });
    expect(liquidationQuantums(w.k, ME, BTC, BTC)).toBe(size);
  });

  test("clob §13 ex. 54: a long at the genesis price", () => {
    const w = world(0n);
    w.setPrice(BTC, 2_868_819_524n);
    w.setAccount(ME, -4_218_000_000n, { [BTC]: 1_482_000_000n });
    expect(w.risk(ME)).toEqual({ nc: 33_590_534n, imr: 85_031_811n, mmr: 51_019_087n });
    expect(liquidationQuantums(w.k, ME, BTC, BTC)).toBe(348_000_000n);
    expect(fillableSubticks(w.k, ME, BTC, pairOf(w))).toBe(2_851_200_000n);
    expect(bankruptcyQuote(w.k, ME, BTC, -348_000_000n)).toBe(990_461_539n);
    expect(bankruptcyQuote(w.k, ME, BTC, -1_000_000n)).toBe(2_846_154n);
    expect(liquidate(w, 1_000_000n, 28_600)).toBe(13_846n);
  });

  test("clob §13 ex. 55: a short at the genesis price", () => {
    const w = world(0n);
    w.setPrice(BTC, 2_868_819_524n);
    w.setAccount(ME, 4_290_000_000n, { [BTC]: -1_482_000_000n });
    expect(w.risk(ME).nc).toBe(38_409_466n);
    expect(liquidationQuantums(w.k, ME, BTC, BTC)).toBe(348_000_000n);
    expect(fillableSubticks(w.k, ME, BTC, pairOf(w))).toBe(2_881_500_000n);
    expect(bankruptcyQuote(w.k, ME, BTC, 348_000_000n)).toBe(-1_007_368_420n);
  });

  test("a delta beyond the position, or that opens it, is refused with 1014", () => {
    const w = world(0n);
    w.setAccount(ME, -29_700n * USDC, { [BTC]: ONE_BTC });
    for (const delta of [1n, -ONE_BTC - 1n, 0n]) {
      const refused = bankruptcyQuote(w.k, ME, BTC, delta);
      expect(isRejection(refused) && refused.code).toBe(1014);
    }
  });

  test("the procedure queues the match, once per position and block", () => {
    const w = world(0n);
    w.setAccount(ME, -29_700n * USDC, { [BTC]: ONE_BTC });
    w.place(MAKER, "buy", ONE_BTC, 29_950n * DOLLAR, { clientId: 9 });
    expect(liquidateAccounts(w.k, [ME])).toEqual([]);
    expect(w.fills()).toEqual([[9, 1_000_000_000n]]);
    expect(liquidateAccounts(w.k, [ME])).toEqual([]);
    expect(w.fills()).toHaveLength(1);
  });

  test("without a crossing order the position is a candidate for deleveraging", () => {
    const w = world(0n);
    w.setAccount(ME, -30_500n * USDC, { [BTC]: ONE_BTC });
    expect(liquidateAccounts(w.k, [ME])).toEqual([{ account: ME, perpetualId: BTC }]);
  });
});
