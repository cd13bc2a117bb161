import { describe, expect, it } from "vitest";
import { CandleSeriesData } from "../../src/lib/chart/CandleSeriesData";
import { bollinger, ema, sma, vwap } from "../../src/lib/chart/indicators";
import type { Candle } from "../../src/lib/exchange/types";

const bar = (time: number, close: number, volume = 1): Candle => ({
  time,
  open: close,
  high: close,
  low: close,
  close,
  volume,
  trades: 1,
});

describe("chart data", () => {
  it("puts older pages in front and keeps one bar per start", () => {
    const data = new CandleSeriesData();
    data.merge([bar(120, 3), bar(180, 4)]);
    expect(data.merge([bar(0, 1), bar(60, 2), bar(120, 3)])).toBe(2);
    expect(data.candles.map((candle) => candle.time)).toEqual([0, 60, 120, 180]);
  });

  it("draws the middle of the book where nobody trades", () => {
    const data = new CandleSeriesData();
    data.merge([bar(0, 10)]);
    expect(data.quote(12, 0)).toBeNull();
    expect(data.quote(12, 60)).toMatchObject({ open: 12, high: 12, low: 12, close: 12, trades: 0 });
    expect(data.quote(9, 60)).toMatchObject({ open: 12, high: 12, low: 9, close: 9 });
    data.push({ ...bar(60, 11), trades: 0 });
    expect(data.candles[1]).toMatchObject({ high: 12, low: 9, close: 11 });
    data.push(bar(60, 13));
    expect(data.candles[1]).toMatchObject({ high: 13, low: 13, trades: 1 });
    expect(data.quote(20, 60)).toBeNull();
  });

  it("updates the last bar, appends the next and mends an older one in place", () => {
    const data = new CandleSeriesData();
    data.merge([bar(0, 1), bar(60, 2)]);
    expect(data.push(bar(60, 5))).toBe(true);
    expect(data.push(bar(120, 6))).toBe(true);
    expect(data.push(bar(60, 7))).toBe(false);
    expect(data.candles.map((candle) => candle.close)).toEqual([1, 7, 6]);
  });
});

describe("indicators", () => {
  const candles = [2, 4, 6, 8, 10].map((close, index) => bar(index * 60, close, index + 1));

  it("averages", () => {
    expect(sma(candles, 3).map((point) => point.value)).toEqual([4, 6, 8]);
    expect(ema(candles, 3).map((point) => point.value)).toEqual([4, 6, 8]);
    expect(sma(candles, 9)).toEqual([]);
    expect(ema(candles, 9)).toEqual([]);
  });

  it("weighs by volume and starts anew each day", () => {
    const values = vwap([bar(0, 10, 1), bar(60, 20, 3), bar(86_400, 50, 1)]).map((p) => p.value);
    expect(values).toEqual([10, 17.5, 50]);
  });

  it("puts bands around the average", () => {
    const { upper, lower } = bollinger(candles, 3, 2);
    const reach = 2 * Math.sqrt(8 / 3);
    expect(upper[0]!.value).toBeCloseTo(4 + reach, 10);
    expect(lower[2]!.value).toBeCloseTo(8 - reach, 10);
  });
});
