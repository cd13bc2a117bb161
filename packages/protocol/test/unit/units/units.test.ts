import { describe, expect, test } from "vitest";
import {
  ceilDiv,
  divide,
  fillQuoteQuantums,
  floorDiv,
  formatPlaces,
  formatScaled,
  mulPpmRoundDown,
  mulPpmRoundUp,
  mulPpmTrunc,
  parseDecimal,
  parseScaled,
  priceToSubticks,
  quantumsToSize,
  quoteQuantumsToUsdc,
  roundDiv,
  sizeToQuantums,
  stepSize,
  subticksToPrice,
  tickSize,
  usdcToQuoteQuantums,
} from "../../../src/index.js";

const BTC = {
  atomicResolution: -10,
  quantumConversionExponent: -9,
  stepBaseQuantums: 1_000_000n,
  subticksPerTick: 100_000,
};

describe("division", () => {
  test.each([
    [7n, 2n, 3n, 4n, 3n, 4n],
    [-7n, 2n, -4n, -3n, -3n, -4n],
    [7n, -2n, -4n, -3n, -3n, -4n],
    [6n, 3n, 2n, 2n, 2n, 2n],
    [0n, 5n, 0n, 0n, 0n, 0n],
    [1n, 3n, 0n, 1n, 0n, 0n],
    [-1n, 3n, -1n, 0n, 0n, 0n],
  ])("%s / %s", (a, b, floor, ceil, trunc, nearest) => {
    expect(floorDiv(a, b)).toBe(floor);
    expect(ceilDiv(a, b)).toBe(ceil);
    expect(divide(a, b, "trunc")).toBe(trunc);
    expect(roundDiv(a, b)).toBe(nearest);
  });

  test("exact division refuses a remainder", () => {
    expect(divide(6n, 3n, "exact")).toBe(2n);
    expect(() => divide(7n, 3n, "exact")).toThrow(RangeError);
  });

  test("parts per million round as their names say", () => {
    expect(mulPpmRoundUp(123n, 500)).toBe(1n);
    expect(mulPpmRoundDown(123n, 500)).toBe(0n);
    expect(mulPpmRoundUp(-9_090n, 110)).toBe(0n);
    expect(mulPpmRoundUp(-9_091n, 110)).toBe(-1n);
    expect(mulPpmTrunc(-9_091n, 110)).toBe(-1n);
    expect(mulPpmRoundDown(-9_091n, 110)).toBe(-2n);
  });
});

describe("decimals", () => {
  test.each(["", ".", "1.2.3", "abc", "1e", "0x10", "--1", "1e99999", "NaN", "∞"])(
    "refuses %j",
    (input) => {
      expect(() => parseDecimal(input)).toThrow(RangeError);
    },
  );

  test("plain and scientific notation", () => {
    expect(parseScaled("1e-8", -10, "exact")).toBe(100n);
    expect(parseScaled("-1.5E3", 0, "exact")).toBe(-1500n);
    expect(parseScaled(".5", -1, "exact")).toBe(5n);
    expect(parseScaled("5.", 0, "exact")).toBe(5n);
    expect(() => parseScaled("0.5", 0, "exact")).toThrow(RangeError);
    expect(parseScaled("0.5", 0, "nearest")).toBe(1n);
    expect(parseScaled("-0.5", 0, "floor")).toBe(-1n);
  });

  test("formatting trims zeros of the fraction only", () => {
    expect(formatScaled(1_500n, -3)).toBe("1.5");
    expect(formatScaled(100n, 0)).toBe("100");
    expect(formatScaled(-5n, -3)).toBe("-0.005");
    expect(formatScaled(12n, 3)).toBe("12000");
    expect(formatScaled(0n, -6)).toBe("0");
    expect(formatPlaces(-5n, 2)).toBe("-0.05");
    expect(formatPlaces(5n, 0)).toBe("5");
  });
});

describe("markets", () => {
  test("BTC-USD", () => {
    expect(tickSize(BTC)).toBe("1");
    expect(stepSize(BTC)).toBe("0.0001");
    expect(subticksToPrice(5_000_000_000n, BTC)).toBe("50000");
    expect(quantumsToSize(10_000_000_000n, -10)).toBe("1");
  });

  test("the grid is reached by one rounding", () => {
    expect(priceToSubticks("50000.5", BTC, "floor")).toBe(5_000_000_000n);
    expect(priceToSubticks("50000.5", BTC, "ceil")).toBe(5_000_100_000n);
    expect(priceToSubticks("50000.4999999", BTC, "nearest")).toBe(5_000_000_000n);
    expect(sizeToQuantums("0.00019", BTC, "floor")).toBe(1_000_000n);
    expect(sizeToQuantums("0.00000001", BTC, "floor")).toBe(1_000_000n);
  });

  test("fills and USDC (clob.md §13.1)", () => {
    expect(fillQuoteQuantums(3_000_000_000n, 10n ** 10n, -9)).toBe(30_000_000_000n);
    expect(fillQuoteQuantums(100_000n, 1_000_000n, -9)).toBe(100n);
    expect(fillQuoteQuantums(123_456_789n, 7n, -9)).toBe(0n);
    expect(fillQuoteQuantums(123_456_789n, 1_000n, -9)).toBe(123n);
    expect(fillQuoteQuantums(3n, 4n, 2)).toBe(1_200n);
    expect(quoteQuantumsToUsdc(-1_500_000n)).toBe("-1.5");
    expect(usdcToQuoteQuantums("0.0000019", "floor")).toBe(1n);
  });
});
