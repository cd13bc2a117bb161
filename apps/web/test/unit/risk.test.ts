/** The vectors of web.md §2.11, by number. */
import { describe, expect, it } from "vitest";
import { abs, type Dec, dec, mul, roundTo, sub, toText, ZERO } from "../../src/lib/decimal/dec";
import { jointMove, liquidationPrice } from "../../src/lib/risk/liquidation";
import {
  accountRisk,
  effectiveInitialFraction,
  type RiskPosition,
} from "../../src/lib/risk/margin";
import {
  maxIncrease,
  scaleSizes,
  shareYield,
  sizeForRisk,
  slippage,
  walkBook,
} from "../../src/lib/risk/orderMath";
import {
  annualRate,
  applyFill,
  breakEven,
  eightHourRate,
  fundingPayment,
  gainAtTrigger,
  triggerPriceForReturn,
} from "../../src/lib/risk/position";

const text = (value: Dec, digits: number): string => toText(value, digits);
const position = (size: string, price: string, i: string, v: string): RiskPosition => ({
  size: dec(size),
  price: dec(price),
  initialFraction: dec(i),
  maintenanceFraction: dec(v),
});
const account = {
  quote: dec("-20000"),
  positions: [position("1", "60000", ".02", ".012"), position("-10", "3000", ".04", ".024")],
};
const atPrice = (positions: RiskPosition[], index: number, price: Dec): RiskPosition[] =>
  positions.map((p, i) => (i === index ? { ...p, price } : p));

describe("web.md §2.11", () => {
  it("1: margin scales with open interest", () => {
    const caps = {
      openInterest: dec("1000"),
      price: dec("50000"),
      lowerCap: dec("25000000"),
      upperCap: dec("75000000"),
    };
    expect(text(effectiveInitialFraction(dec("0.02"), caps), 2)).toBe("0.51");
  });

  it("2: account totals", () => {
    const risk = accountRisk(account.quote, account.positions);
    expect(text(risk.equity, 0)).toBe("10000");
    expect(text(risk.initialMargin, 0)).toBe("2400");
    expect(text(risk.maintenanceMargin, 0)).toBe("1440");
    expect(text(risk.freeCollateral, 0)).toBe("7600");
    expect(text(risk.marginUsage!, 2)).toBe("0.24");
    expect(text(risk.leverage!, 0)).toBe("9");
  });

  it("3: liquidation prices and the joint move", () => {
    const long = liquidationPrice(account.quote, account.positions, 0);
    const short = liquidationPrice(account.quote, account.positions, 1);
    expect(long.kind === "at" && text(long.price, 4)).toBe("51336.0324");
    expect(short.kind === "at" && text(short.price, 4)).toBe("3835.9375");
    expect(text(mul(jointMove(account.quote, account.positions)!, dec(100)), 4)).toBe("-29.9720");
  });

  it("4: isolated at 5×", () => {
    const long = [position("0.5", "40000", "0.2", ".012")];
    const short = [position("-0.5", "40000", "0.2", ".012")];
    const at = (quote: string, positions: RiskPosition[]): string => {
      const result = liquidationPrice(dec(quote), positions, 0);
      return result.kind === "at" ? text(result.price, 4) : result.kind;
    };
    // 4 000 of margin on a notional of 20 000: −16 000 behind the long, +24 000 behind the short.
    expect(at("-16000", long)).toBe("32388.6640");
    expect(at("24000", short)).toBe("47430.8300");
  });

  it("5: walking the book", () => {
    const asks = [
      ["100", "1"],
      ["100.5", "1"],
      ["101", "5"],
    ].map(([price, size]) => ({ price: dec(price!), size: dec(size!) }));
    const walk = walkBook(asks, dec(3), "BUY");
    const mid = dec("99.9");
    expect(text(walk.average!, 1)).toBe("100.5");
    expect(text(walk.worst!, 0)).toBe("101");
    expect(text(mul(slippage("BUY", walk.average!, mid), dec(100)), 4)).toBe("0.6006");
    expect(text(mul(slippage("BUY", walk.worst!, mid), dec(100)), 4)).toBe("1.1011");
    expect(text(mul(walk.quote, dec("0.0005")), 5)).toBe("0.15075");
  });

  it("6: take profit and stop loss", () => {
    const price = (side: 1 | -1, kind: "takeProfit" | "stopLoss", roi: string): string =>
      text(triggerPriceForReturn(dec(2000), side, kind, dec(roi), dec(10)), 0);
    expect(price(1, "takeProfit", "0.5")).toBe("2100");
    expect(price(1, "stopLoss", "0.25")).toBe("1950");
    expect(price(-1, "takeProfit", "0.5")).toBe("1900");
    expect(price(-1, "stopLoss", "0.25")).toBe("2050");
    expect(text(gainAtTrigger(dec(3), dec(2000), dec(2100)), 0)).toBe("300");
  });

  it("7: funding", () => {
    const rate = dec("0.0000125");
    expect(text(fundingPayment(dec(2), dec(3000), rate), 3)).toBe("-0.075");
    expect(text(mul(eightHourRate(rate), dec(100)), 2)).toBe("0.01");
    expect(text(mul(annualRate(rate), dec(100)), 2)).toBe("10.95");
  });

  it("8: break-even", () => {
    const base = { entry: dec(100), openFees: dec(".05"), netFunding: dec("-.10") };
    const at = (size: string): string =>
      text(breakEven({ ...base, size: dec(size), closeFeeRate: dec("0.0005") })!, 4);
    expect(at("1")).toBe("100.2001");
    expect(at("-1")).toBe("99.8001");
  });

  it("9: size for a risk", () => {
    const fee = dec("0.0005");
    const sizing = { risk: dec(100), entry: dec(2000), stop: dec(1950) };
    expect(text(sizeForRisk({ ...sizing, entryFee: fee, exitFee: fee }), 6)).toBe("1.924002");
  });

  it("10: largest order", () => {
    const size = maxIncrease({
      freeCollateral: dec(1000),
      oraclePrice: dec(100),
      feeRate: dec("0.0005"),
      initialFraction: dec("0.05"),
      side: "BUY",
      levels: [{ price: dec("100.1"), size: dec(100_000) }],
    });
    expect(toText(roundTo(size, dec("0.0001"), "down"))).toBe("194.1728");
  });

  it("11: averaging in", () => {
    expect(text(applyFill(dec(2), dec(100), dec(3), dec(110)).entry, 0)).toBe("106");
  });

  it("12: scale order", () => {
    const sizes = scaleSizes(dec(10), 5, dec(3), dec("0.1")).map((size) => toText(size));
    expect(sizes).toEqual(["1", "1.5", "2", "2.5", "3"]);
  });

  it("13: vault yields", () => {
    const { apr, apy } = shareYield(1, 1.05, 30);
    expect((apr * 100).toFixed(2)).toBe("60.83");
    expect((apy * 100).toFixed(2)).toBe("81.05");
  });
});

describe("properties", () => {
  it("equity equals maintenance at the liquidation price", () => {
    for (const index of [0, 1]) {
      const at = liquidationPrice(account.quote, account.positions, index);
      if (at.kind !== "at") throw new Error("expected a price");
      const moved = accountRisk(account.quote, atPrice(account.positions, index, at.price));
      expect(abs(sub(moved.equity, moved.maintenanceMargin)) < dec("0.000001")).toBe(true);
    }
  });

  it("the largest size passes the margin check and one step more fails", () => {
    const step = dec("0.0001");
    const level = { price: dec("100.1"), size: dec(100_000) };
    const input = {
      freeCollateral: dec(1000),
      oraclePrice: dec(100),
      feeRate: dec("0.0005"),
      initialFraction: dec("0.05"),
      side: "BUY" as const,
      levels: [level],
    };
    const largest = roundTo(maxIncrease(input), step, "down");
    const freeAfter = (size: Dec): Dec => {
      const cost = mul(size, mul(level.price, dec("1.0005")));
      return accountRisk(sub(dec(1000), cost), [position(toText(size), "100", "0.05", "0.03")])
        .freeCollateral;
    };
    expect(freeAfter(largest) >= ZERO).toBe(true);
    expect(freeAfter((largest + step) as Dec) < ZERO).toBe(true);
  });

  it("a fill against the position realises and may flip it", () => {
    const flipped = applyFill(dec(2), dec(100), dec(-3), dec(110));
    expect(toText(flipped.size)).toBe("-1");
    expect(toText(flipped.entry)).toBe("110");
    expect(toText(flipped.realised)).toBe("20");
  });
});
