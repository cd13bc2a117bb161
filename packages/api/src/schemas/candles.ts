import { z } from "zod";
import { isoTime, limit, ticker, withRule } from "./rules.js";
import { candleResolution, dec, isoMs } from "./scalars.js";

/** One candle (api.md §1.11); also the `contents` of v4_candles. */
export const candle = z.object({
  startedAt: isoMs,
  ticker: z.string(),
  resolution: candleResolution,
  low: dec,
  high: dec,
  open: dec,
  close: dec,
  baseTokenVolume: dec,
  usdVolume: dec,
  trades: z.int(),
  startingOpenInterest: dec,
  orderbookMidPriceOpen: dec.nullable(),
  orderbookMidPriceClose: dec.nullable(),
});
export type Candle = z.output<typeof candle>;

const RESOLUTION_MESSAGE = `resolution must be a valid Candle Resolution, one of ${candleResolution.options.join(",")}`;

export const candlesInput = z.object({
  ticker: ticker(),
  resolution: withRule(candleResolution, "string", RESOLUTION_MESSAGE, {
    missingExtra: [RESOLUTION_MESSAGE],
  }),
  limit: limit(),
  fromISO: isoTime(),
  toISO: isoTime(),
});
export type CandlesInput = z.output<typeof candlesInput>;

export const candlesResponse = z.object({ candles: z.array(candle) });
export type CandlesResponse = z.output<typeof candlesResponse>;
