/** Worked examples of clob.md §13 (named) and web.md §2.11. */
import { describe, expect, test } from "vitest";
import {
  accountRisk,
  averagePremiumPpm,
  bankruptcyQuoteRoundUp,
  baseToQuoteTrunc,
  checkTransition,
  compareRisk,
  effectiveImfPpm,
  feeRatePpmTrunc,
  fillAmounts,
  fillableSubticks,
  fundingIndexDelta,
  fundingPaid,
  insuranceFundDelta,
  isLiquidatable,
  jointLiquidationMovePpm,
  type LiquidatedPosition,
  liquidationPriceTowardMarket,
  liquidationSizeRoundDown,
  type MarginTier,
  maxAbsFundingPpm,
  openInterestScaledImfPpm,
  type PositionRiskInput,
  quoteToBaseTrunc,
  revenueShareRoundDown,
  settleFundingRoundDown,
} from "../../../src/index.js";

const tier = (initialMarginPpm: number, maintenanceFractionPpm: number): MarginTier => ({
  initialMarginPpm,
  maintenanceFractionPpm,
  openInterestLowerCap: 0n,
  openInterestUpperCap: 0n,
});
const LARGE = tier(20_000, 600_000);
const SMALL = tier(100_000, 500_000);
const market = (price: bigint) => ({ price, priceExponent: -5, atomicResolution: -10 });
const BTC = market(3_000_000_000n);
const GENESIS = market(2_868_819_524n);
const ETH = { price: 2_000_000_000n, priceExponent: -6, atomicResolution: -9 };
const GRID = { quantumConversionExponent: -9, subticksPerTick: 100_000n };
const LOCAL = { bankruptcyAdjustmentPpm: 1_000_000, spreadToMaintenanceMarginRatioPpm: 1_500_000 };
const MODULE = { bankruptcyAdjustmentPpm: 1_000_000, spreadToMaintenanceMarginRatioPpm: 100_000 };
const LOCAL_SIZE = {
  stepBaseQuantums: 1_000_000n,
  minPositionNotionalLiquidated: 1_000_000_000n,
  maxPositionPortionLiquidatedPpm: 100_000,
  remainingNotional: 100_000_000_000n,
};

const position = (
  quantums: bigint,
  oracle: PositionRiskInput["market"] = BTC,
  marginTier: MarginTier = LARGE,
): PositionRiskInput => ({ quantums, market: oracle, tier: marginTier, openInterest: 0n });

function liquidated(usdc: bigint, ...positions: PositionRiskInput[]): LiquidatedPosition {
  const [first] = positions as [PositionRiskInput];
  return { ...first, account: accountRisk(usdc, positions) };
}

describe("conversions", () => {
  test("clob §13 ex. 1, clob §13 ex. 4: notional truncates toward zero", () => {
    expect(baseToQuoteTrunc(10n ** 10n, BTC)).toBe(30_000_000_000n);
    expect(baseToQuoteTrunc(10n ** 9n, GENESIS)).toBe(2_868_819_524n);
    expect(baseToQuoteTrunc(-(10n ** 9n), GENESIS)).toBe(-2_868_819_524n);
    expect(baseToQuoteTrunc(-7n, BTC)).toBe(-21n);
    expect(quoteToBaseTrunc(100n, BTC)).toBe(33n);
    expect(() => quoteToBaseTrunc(1n, market(0n))).toThrow(RangeError);
  });
});

describe("margins", () => {
  const scaled: MarginTier = {
    ...SMALL,
    openInterestLowerCap: 20_000_000_000_000n,
    openInterestUpperCap: 50_000_000_000_000n,
  };

  test("clob §13 ex. 9, clob §13 ex. E1: open interest scales the initial fraction", () => {
    expect(openInterestScaledImfPpm(scaled, 35_000_000_000_000n)).toBe(550_000);
    expect(openInterestScaledImfPpm(scaled, 20_000_000_000_000n)).toBe(100_000);
    expect(openInterestScaledImfPpm(scaled, 50_000_000_000_000n)).toBe(1_000_000);
    const edge = {
      ...tier(50_000, 600_000),
      openInterestLowerCap: 10_000_000_000n,
      openInterestUpperCap: 40_000_000_000n,
    };
    expect(openInterestScaledImfPpm(edge, 33_662_881_267n)).toBe(799_324);
  });

  test("web.md vector 1", () => {
    const caps = {
      openInterestLowerCap: 25_000_000_000_000n,
      openInterestUpperCap: 75n * 10n ** 12n,
    };
    expect(openInterestScaledImfPpm({ ...LARGE, ...caps }, 50n * 10n ** 12n)).toBe(510_000);
  });

  test("clob §13 ex. 10: a chosen leverage raises initial margin only", () => {
    const chosen = { ...position(10n ** 9n), customImfPpm: 500_000 };
    expect(effectiveImfPpm(LARGE, 0n, 500_000)).toBe(500_000);
    expect(accountRisk(0n, [chosen])).toMatchObject({
      initialMargin: 1_500_000_000n,
      maintenanceMargin: 36_000_000n,
    });
  });

  test("clob §13 ex. 44, clob §13 ex. 54, clob §13 ex. 55: account risk", () => {
    const risk = accountRisk(-29_700_000_000n, [position(10n ** 10n)]);
    expect(risk).toEqual({
      netCollateral: 300_000_000n,
      initialMargin: 600_000_000n,
      maintenanceMargin: 360_000_000n,
    });
    expect(isLiquidatable(risk)).toBe(true);
    expect(accountRisk(-4_218_000_000n, [position(1_482_000_000n, GENESIS)])).toEqual({
      netCollateral: 33_590_534n,
      initialMargin: 85_031_811n,
      maintenanceMargin: 51_019_087n,
    });
    const short = accountRisk(4_290_000_000n, [position(-1_482_000_000n, GENESIS)]);
    expect(short.netCollateral).toBe(38_409_466n);
  });
});

describe("transitions", () => {
  const risk = (netCollateral: bigint, initialMargin: bigint, maintenanceMargin: bigint) => ({
    netCollateral,
    initialMargin,
    maintenanceMargin,
  });

  test.each([
    ["enough collateral", risk(5n, 10n, 6n), risk(10n, 10n, 6n), "Success"],
    ["deposit under water", risk(-5n, 10n, 6n), risk(-4n, 10n, 6n), "Success"],
    ["more margin needed", risk(5n, 10n, 6n), risk(9n, 12n, 7n), "StillUndercollateralized"],
    ["first time short", risk(10n, 10n, 6n), risk(5n, 10n, 6n), "NewlyUndercollateralized"],
    ["shrinking at a loss", risk(-5n, 10n, 6n), risk(-5n, 8n, 5n), "StillUndercollateralized"],
    ["closing below zero", risk(-5n, 10n, 6n), risk(-5n, 0n, 0n), "StillUndercollateralized"],
    ["deposit without positions", risk(-5n, 0n, 0n), risk(-4n, 0n, 0n), "Success"],
    ["nothing gained", risk(-5n, 0n, 0n), risk(-5n, 0n, 0n), "StillUndercollateralized"],
  ] as const)("%s", (_name, current, next, expected) => {
    expect(checkTransition(current, next)).toBe(expected);
  });

  test("comparison and its ties", () => {
    expect(compareRisk(risk(1n, 0n, 2n), risk(2n, 0n, 2n))).toBe(1);
    expect(compareRisk(risk(-1n, 0n, 0n), risk(1n, 0n, 0n))).toBe(1);
    expect(compareRisk(risk(2n, 0n, 4n), risk(1n, 0n, 2n))).toBe(1);
    expect(compareRisk(risk(1n, 0n, 2n), risk(1n, 0n, 2n))).toBe(0);
  });
});

describe("funding", () => {
  test("truncation keeps the index of BTC still and moves LINK (risk.md §3.7)", () => {
    const tick = { rate8hPpm: 100, tickDurationSeconds: 60 };
    expect(fundingIndexDelta({ ...tick, market: GENESIS })).toBe(0n);
    const link = { price: 7_204_646_989n, priceExponent: -9, atomicResolution: -6 };
    expect(fundingIndexDelta({ ...tick, market: link })).toBe(1n);
    const hour = { rate8hPpm: -100, tickDurationSeconds: 3600, market: GENESIS };
    expect(fundingIndexDelta(hour)).toBe(-35n);
  });

  test("one floor on the total, reports per position", () => {
    const long = { quantums: 3n, fundingIndex: 0n, currentFundingIndex: 500_000n };
    const short = { quantums: -1n, fundingIndex: 0n, currentFundingIndex: 700_000n };
    expect(settleFundingRoundDown([long, short])).toBe(-1n);
    expect(fundingPaid(long)).toBe(2n);
    expect(fundingPaid(short)).toBe(0n);
  });

  test("averages pad with zeros; clamps follow the tier (risk.md §3.2)", () => {
    expect(averagePremiumPpm([100, 50], 2, 60)).toBe(2);
    expect(averagePremiumPpm([-100, -50], 2, 60)).toBe(-2);
    expect(maxAbsFundingPpm(6_000_000, LARGE)).toBe(48_000n);
    expect(maxAbsFundingPpm(60_000_000, SMALL)).toBe(3_000_000n);
  });
});

describe("fees", () => {
  const fill = (quote: bigint, takerFeePpm = 500, makerFeePpm = -110) =>
    fillAmounts({
      makerSubticks: quote,
      baseQuantums: 1n,
      quantumConversionExponent: 0,
      takerFeePpm,
      makerFeePpm,
      takerBuilderFeePpm: 1_000,
    });

  test.each([
    [123n, 1n, 0n],
    [30_000_000_001n, 15_000_001n, -3_300_000n],
    [9_090n, 5n, 0n],
    [9_091n, 5n, -1n],
    [235_500_000n, 117_750n, -25_905n],
    [89_310_000n, 44_655n, -9_824n],
  ])(
    "clob §13 ex. 6, clob §13 ex. 7, clob §13 ex. 8, clob §13 ex. R1, clob §13 ex. R2: quote %s",
    (quote, taker, maker) => {
      expect(fill(quote)).toMatchObject({ takerFee: taker, makerFee: maker });
    },
  );

  test("clob §13 ex. R12, clob §13 ex. 63: builder fees and revenue shares", () => {
    expect(fill(117_050_000n, 400).takerBuilderFee).toBe(117_050n);
    expect(revenueShareRoundDown(15_000_000n, 50_000)).toBe(750_000n);
  });

  test("discounts truncate and only touch positive rates", () => {
    expect(feeRatePpmTrunc(400, 500_000)).toBe(200);
    expect(feeRatePpmTrunc(-60, 500_000, 500_000)).toBe(-30);
    expect(feeRatePpmTrunc(401, 1_000_000, 500_000)).toBe(200);
  });
});

describe("liquidation", () => {
  const one = 10n ** 10n;

  test("clob §13 ex. 44, clob §13 ex. 45, clob §13 ex. 46, clob §13 ex. 48: long 1 BTC", () => {
    const long = liquidated(-29_700_000_000n, position(one));
    expect(fillableSubticks(long, LOCAL, GRID)).toBe(2_991_000_000n);
    expect(fillableSubticks(long, MODULE, GRID)).toBe(2_999_400_000n);
    expect(bankruptcyQuoteRoundUp(long, -(10n ** 9n))).toBe(2_970_000_000n);
    expect(bankruptcyQuoteRoundUp(long, -one)).toBe(29_700_000_000n);
    expect(insuranceFundDelta(2_995_000_000n, 2_970_000_000n, 15_000)).toBe(25_000_000n);
    const under = liquidated(-30_500_000_000n, position(one));
    expect(fillableSubticks(under, LOCAL, GRID)).toBe(2_946_000_000n);
    expect(bankruptcyQuoteRoundUp(under, -(10n ** 9n))).toBe(3_050_000_000n);
    expect(insuranceFundDelta(2_995_000_000n, 3_050_000_000n, 15_000)).toBe(-55_000_000n);
  });

  test("clob §13 ex. 47, clob §13 ex. 51, clob §13 ex. 52: a short, a small cap, two positions", () => {
    const short = liquidated(30_300_000_000n, position(-one));
    expect(fillableSubticks(short, LOCAL, GRID)).toBe(3_009_000_000n);
    expect(bankruptcyQuoteRoundUp(short, 10n ** 9n)).toBe(-3_030_000_000n);
    const btc = position(one);
    const eth = position(5n * 10n ** 9n, ETH);
    expect(fillableSubticks(liquidated(-39_680_000_000n, btc, eth), LOCAL, GRID)).toBe(
      2_982_000_000n,
    );
    const other = liquidated(-39_680_000_000n, eth, btc);
    expect(fillableSubticks(other, LOCAL, GRID)).toBe(1_988_000_000n);
    expect(bankruptcyQuoteRoundUp(other, -5n * 10n ** 8n)).toBe(992_000_000n);
    const small = liquidated(-28_600_000_000n, position(one, BTC, SMALL));
    expect(fillableSubticks(small, LOCAL, GRID)).toBe(2_985_000_000n);
    expect(insuranceFundDelta(2_990_000_000n, 2_860_000_000n, 15_000)).toBe(44_850_000n);
  });

  test("clob §13 ex. 54, clob §13 ex. 55, clob §13 ex. 60: at the genesis price", () => {
    const long = liquidated(-4_218_000_000n, position(1_482_000_000n, GENESIS));
    expect(fillableSubticks(long, LOCAL, GRID)).toBe(2_851_200_000n);
    expect(bankruptcyQuoteRoundUp(long, -348_000_000n)).toBe(990_461_539n);
    const short = liquidated(4_290_000_000n, position(-1_482_000_000n, GENESIS));
    expect(fillableSubticks(short, LOCAL, GRID)).toBe(2_881_500_000n);
    expect(bankruptcyQuoteRoundUp(short, 348_000_000n)).toBe(-1_007_368_420n);
    const negative = liquidated(-4_300_000_000n, position(1_482_000_000n, GENESIS));
    expect(bankruptcyQuoteRoundUp(negative, -1_000_000n)).toBe(2_901_485n);
  });

  test.each([
    [200_000_000n, 200_000_000n],
    [500_000_000n, 333_000_000n],
    [one, 10n ** 9n],
    [50n * one, 33_333_000_000n],
    [-50n * one, 33_333_000_000n],
  ])("clob §13 ex. 44, clob §13 ex. 53: size of %s", (quantums, size) => {
    expect(liquidationSizeRoundDown({ quantums, market: BTC, ...LOCAL_SIZE })).toBe(size);
  });
});

describe("liquidation price (web.md §2.11)", () => {
  const price = (usd: number) => ({
    price: BigInt(usd) * 10_000_000_000n,
    priceExponent: -10,
    atomicResolution: -10,
  });
  const long = position(10n ** 10n, price(60_000));
  const short = position(-(10n ** 11n), price(3_000), tier(40_000, 600_000));
  const risk = accountRisk(-20_000_000_000n, [long, short]);

  test("vectors 2 and 3", () => {
    expect(risk).toEqual({
      netCollateral: 10_000_000_000n,
      initialMargin: 2_400_000_000n,
      maintenanceMargin: 1_440_000_000n,
    });
    const shared = { netCollateral: risk.netCollateral };
    const longPrice = liquidationPriceTowardMarket({
      ...long,
      ...shared,
      otherMaintenanceMargin: 720_000_000n,
    });
    expect(longPrice).toBe(513_360_323_886_640n);
    const shortPrice = liquidationPriceTowardMarket({
      ...short,
      ...shared,
      otherMaintenanceMargin: 720_000_000n,
    });
    expect(shortPrice).toBe(38_359_375_000_000n);
    expect(jointLiquidationMovePpm(risk, 30_000_000_000n, "nearest")).toBe(-299_720n);
  });

  test("vector 4 and accounts that no price liquidates", () => {
    const isolated = (quantums: bigint) =>
      liquidationPriceTowardMarket({
        ...position(quantums, price(40_000)),
        netCollateral: 4_000_000_000n,
        otherMaintenanceMargin: 0n,
      });
    expect(isolated(5n * 10n ** 9n)).toBe(323_886_639_676_114n);
    expect(isolated(-5n * 10n ** 9n)).toBe(474_308_300_395_256n);
    expect(isolated(0n)).toBeUndefined();
    const rich = { ...long, netCollateral: 10n ** 12n, otherMaintenanceMargin: 0n };
    expect(liquidationPriceTowardMarket(rich)).toBeUndefined();
  });
});
