import { describe, expect, it } from "vitest";
import { changeSince, oldestSince, rangeOf } from "../../src/features/market/useDayChange";
import { dec, toText } from "../../src/lib/decimal/dec";

const bar = (time: number, open: number) => ({
  time,
  open,
  high: open,
  low: open,
  close: open,
  volume: 0,
  trades: 0,
});

describe("the change of a market younger than a day", () => {
  it("counts from the oldest bar with a price in the last 24 hours", () => {
    const bars = [bar(3000, 30), bar(2000, 20), bar(1500, 0), bar(500, 5)];
    expect(oldestSince(bars, 1000)?.open).toBe(20);
    expect(oldestSince(bars, 4000)).toBeNull();
  });

  it("has a high and a low of what was traded, the last trade included", () => {
    const traded = { ...bar(3000, 30), high: 33, low: 28, trades: 4 };
    expect(rangeOf([traded, { ...bar(2000, 1) }], dec(34))).toEqual({
      high: dec(34),
      low: dec(28),
    });
    expect(rangeOf([], dec(5))).toEqual({ high: dec(5), low: dec(5) });
    expect(rangeOf([bar(2000, 1)], null)).toBeNull();
  });

  it("is signed and relative to that bar's open", () => {
    const change = changeSince(bar(2000, 20), dec(19));
    expect(toText(change.absolute)).toBe("-1");
    expect(toText(change.fraction)).toBe("-0.05");
    expect(change.since).toBe(2000);
  });
});
