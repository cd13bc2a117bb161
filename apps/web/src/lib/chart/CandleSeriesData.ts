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
    if (last?.time === candle.time) this.candles[this.candles.length - 1] = candle;
    else this.candles.push(candle);
    return true;
  }
}
