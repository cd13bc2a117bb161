import type { Candle } from "../exchange/types";

/** Bars in time order, one per start; older pages go in front, live bars at the end. */
export class CandleSeriesData {
  candles: Candle[] = [];

  /** Merges any page; returns how many bars were put in front. */
  merge(page: readonly Candle[]): number {
    const first = this.candles[0]?.time ?? Number.POSITIVE_INFINITY;
    const byTime = new Map(this.candles.map((candle) => [candle.time, candle]));
    for (const candle of page) byTime.set(candle.time, candle);
    this.candles = [...byTime.values()].sort((a, b) => a.time - b.time);
    return this.candles.findIndex((candle) => candle.time >= first);
  }

  /** A live bar; false when it is older than the last one (then it is merged in place). */
  push(candle: Candle): boolean {
    const last = this.candles[this.candles.length - 1];
    if (last && candle.time < last.time) {
      const index = this.candles.findIndex((known) => known.time === candle.time);
      if (index >= 0) this.candles[index] = candle;
      return false;
    }
    if (last?.time === candle.time) this.candles[this.candles.length - 1] = mended(last, candle);
    else this.candles.push(candle);
    return true;
  }

  /**
   * The middle of the book between trades: extends a bar without trades, or begins the next one.
   * Returns the bar to draw, null when the last bar has trades and speaks for itself or says so
   * already.
   */
  quote(mid: number, bucket: number): Candle | null {
    const last = this.candles[this.candles.length - 1];
    if (last && (bucket < last.time || (bucket === last.time && last.trades > 0))) return null;
    if (last?.time === bucket && last.close === mid) return null;
    const flat = { high: mid, low: mid, open: mid, close: mid };
    const base = last?.time === bucket ? last : { time: bucket, ...flat, volume: 0, trades: 0 };
    const bar = {
      ...base,
      close: mid,
      high: Math.max(base.high, mid),
      low: Math.min(base.low, mid),
    };
    this.push(bar);
    return bar;
  }
}

/** Two views of one bar without trades: the reach of both counts. */
function mended(known: Candle, next: Candle): Candle {
  if (known.trades > 0 || next.trades > 0) return next;
  return { ...next, high: Math.max(known.high, next.high), low: Math.min(known.low, next.low) };
}
