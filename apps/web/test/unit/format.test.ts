import { describe, expect, it } from "vitest";
import { dec, roundTo, toText, tryDec } from "../../src/lib/decimal/dec";
import {
  formatCompactUsd,
  formatDuration,
  formatLeverage,
  formatPercent,
  formatPrice,
  formatSignedUsd,
  formatUsd,
  parseInput,
} from "../../src/lib/decimal/format";

describe("decimals", () => {
  it("reads plain and exponent forms and refuses the rest", () => {
    expect(toText(dec("-12.50"))).toBe("-12.5");
    expect(toText(dec("1e-7"))).toBe("0.0000001");
    for (const bad of ["", ".", "1.2.3", "abc", "1e999", "--1"]) expect(tryDec(bad)).toBeNull();
  });

  it("rounds to a step in the direction asked for, also below zero", () => {
    const step = dec("0.5");
    expect(toText(roundTo(dec("1.3"), step, "down"))).toBe("1");
    expect(toText(roundTo(dec("1.3"), step, "up"))).toBe("1.5");
    expect(toText(roundTo(dec("-1.3"), step, "down"))).toBe("-1.5");
    expect(toText(roundTo(dec("1.25"), step, "nearest"))).toBe("1.5");
  });
});

describe("numbers as people read them", () => {
  it("prices carry exactly their tick's decimals", () => {
    expect(formatPrice(dec("67412"), dec("1"))).toBe("67,412");
    expect(formatPrice(dec("1811.9"), dec("0.1"))).toBe("1,811.9");
    expect(formatPrice(dec("0.00002482"), dec("0.00000001"))).toBe("0.0₄2482");
    expect(formatPrice(null, dec("1"))).toBe("—");
  });

  it("durations are told in the largest unit that still says something", () => {
    const told = (minutes: number) => formatDuration(minutes * 60_000);
    expect(told(12)).toEqual({ key: "duration.minutes", params: { count: 12 } });
    expect(told(90)).toEqual({ key: "duration.hours", params: { count: 2 } });
    expect(told(60 * 24 * 28)).toEqual({ key: "duration.days", params: { count: 28 } });
    expect(told(-1)).toEqual({ key: "duration.minutes", params: { count: 0 } });
  });

  it("money has a true minus and profits a sign", () => {
    expect(formatUsd(dec("-1.125"))).toBe("−$1.13");
    expect(formatSignedUsd(dec("482.1"))).toBe("+$482.10");
    expect(formatSignedUsd(dec("-0.001"))).toBe("$0.00");
    expect(formatCompactUsd(dec("184200000"))).toBe("$184.20 M");
    expect(formatPercent(dec("0.0182"), 2, true)).toBe("+1.82\u202f%");
    expect(formatLeverage(dec("5.04"))).toBe("5.0×");
    expect(formatLeverage(dec("0.25"))).toBe("0.25×");
  });

  it("reads what people type and paste", () => {
    expect(toText(parseInput("1,234.5")!)).toBe("1234.5");
    expect(toText(parseInput("0,25")!)).toBe("0.25");
    expect(toText(parseInput(" 67 380 ")!)).toBe("67380");
    expect(parseInput("abc")).toBeNull();
  });
});
