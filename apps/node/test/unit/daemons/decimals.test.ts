import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { convert, median, toUnits } from "../../../src/daemons/price/decimals.js";
import { exchangePrice } from "../../../src/daemons/price/liveSource.js";

describe("toUnits", () => {
  it.each([
    ["28688.19524", -5, 2_868_819_524n],
    ["28688.195249", -5, 2_868_819_524n],
    ["0.00000123", -12, 1_230_000n],
    [1.5e-7, -10, 1_500n],
    ["1E3", -2, 100_000n],
    [65000, -5, 6_500_000_000n],
    ["5", 0, 5n],
    [".5", -1, 5n],
  ])("%s in 10^%i is %s", (value, exponent, units) => {
    expect(toUnits(value, exponent)).toBe(units);
  });

  it.each([
    "",
    "-1",
    "0",
    "0.0",
    "NaN",
    "1,5",
    "0x10",
    null,
    undefined,
    {},
    true,
    Infinity,
    "1e999",
  ])("has no price for %s", (value) => {
    expect(toUnits(value, -5)).toBeUndefined();
  });

  it("refuses what does not fit 64 bits or truncates to nothing", () => {
    expect(toUnits("18446744073709551616", 0)).toBeUndefined();
    expect(toUnits("0.0000001", -5)).toBeUndefined();
  });
});

describe("median", () => {
  it.each([
    [[], undefined],
    [[3n], 3n],
    [[3n, 1n, 2n], 2n],
    [[1n, 2n], 2n],
    [[1n, 4n], 3n],
    [[10n, 20n, 20n, 30n], 20n],
  ])("of %s is %s", (values, wanted) => {
    expect(median(values)).toBe(wanted);
  });
});

describe("app §15 medians", () => {
  it.each([
    ["app §15 M2: of two", [100n, 103n], 102n],
    ["app §15 M2: of four", [100n, 101n, 103n, 110n], 102n],
    ["app §15 M2: of one", [7n], 7n],
  ])("%s", (_name, prices, wanted) => {
    expect(median(prices)).toBe(wanted);
  });

  it("app §15 M1: a ticker's price", () => {
    const ticker = { ask: "50000.12345", bid: "49999.9", last: "50000.1" };
    expect([ticker.ask, ticker.bid, ticker.last].map((v) => toUnits(v, -5))).toEqual([
      5_000_012_345n,
      4_999_990_000n,
      5_000_010_000n,
    ]);
    expect(exchangePrice(ticker, -5)).toBe(5_000_010_000n);
  });
});

describe("app §15 conversions", () => {
  const usdc = { value: 1_000_200_000n, exponent: -9 };

  it("app §15 M3: multiplies by the other market's price and truncates", () => {
    const usdt = { value: 999_800_000n, exponent: -9 };
    expect(convert({ value: 5_000_150_000n, exponent: -5 }, usdt, false)).toBe(4_999_149_970n);
  });

  it("app §15 M4: inverts", () => {
    expect(convert(usdc, undefined, true)).toBe(999_800_039n);
  });

  it("app §15 M5: divides the other market's price by it", () => {
    const eth = { value: 1_800_000_000n, exponent: -6 };
    expect(convert({ value: 1_800_360_000_000n, exponent: -9 }, eth, true)).toBe(999_800_039n);
  });

  it("never exceeds the exact quotient by more than the sixteenth place", () => {
    const price = fc.bigInt({ min: 1n, max: 2n ** 60n });
    fc.assert(
      fc.property(price, price, (value, other) => {
        const got = convert({ value, exponent: -9 }, { value: other, exponent: -9 }, true);
        const exact = (other * 10n ** 9n) / value;
        return got === exact || got === exact + 1n;
      }),
    );
  });
});
