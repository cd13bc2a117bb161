import type { Candle } from "../exchange/types";

/** Indicators are pictures of prices, so floats are right here. */
export interface IndicatorPoint {
  time: number;
  value: number;
}

/** Simple moving average; starts at the first full window. */
export function sma(candles: readonly Candle[], length: number): IndicatorPoint[] {
  const points: IndicatorPoint[] = [];
  let total = 0;
  candles.forEach((candle, index) => {
    total += candle.close;
    if (index >= length) total -= candles[index - length]?.close ?? 0;
    if (index >= length - 1) points.push({ time: candle.time, value: total / length });
  });
  return points;
}

/** Exponential moving average, seeded with the simple average of the first window. */
export function ema(candles: readonly Candle[], length: number): IndicatorPoint[] {
  const first = sma(candles.slice(0, length), length)[0];
  if (!first) return [];
  const weight = 2 / (length + 1);
  const points = [first];
  let value = first.value;
  for (const candle of candles.slice(length)) {
    value += (candle.close - value) * weight;
    points.push({ time: candle.time, value });
  }
  return points;
}

/** Volume-weighted average price since the start of each UTC day. */
export function vwap(candles: readonly Candle[]): IndicatorPoint[] {
  let day = -1;
  let volume = 0;
  let quote = 0;
  return candles.map((candle) => {
    const today = Math.floor(candle.time / 86_400);
    if (today !== day) {
      day = today;
      volume = 0;
      quote = 0;
    }
    volume += candle.volume;
    quote += candle.volume * ((candle.high + candle.low + candle.close) / 3);
    return { time: candle.time, value: volume > 0 ? quote / volume : candle.close };
  });
}

/** Upper and lower Bollinger bands: the average ± `width` standard deviations. */
export function bollinger(
  candles: readonly Candle[],
  length: number,
  width: number,
): { upper: IndicatorPoint[]; lower: IndicatorPoint[] } {
  const upper: IndicatorPoint[] = [];
  const lower: IndicatorPoint[] = [];
  for (const { time, value } of sma(candles, length)) {
    const end = upper.length + length;
    const window = candles.slice(end - length, end);
    const variance = window.reduce((sum, c) => sum + (c.close - value) ** 2, 0) / length;
    const reach = width * Math.sqrt(variance);
    upper.push({ time, value: value + reach });
    lower.push({ time, value: value - reach });
  }
  return { upper, lower };
}
