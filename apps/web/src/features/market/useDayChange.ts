"use client";

import { useQuery } from "@tanstack/react-query";
import { useApp } from "../../lib/app/context";
import { type Dec, dec, div, max, min, sub, ZERO } from "../../lib/decimal/dec";
import { parseCandle } from "../../lib/exchange/parse";
import type { Candle, Market } from "../../lib/exchange/types";
import { change24hFraction } from "../../lib/feed/MarketFeed";

const DAY_SECONDS = 86_400;
const NONE: readonly Candle[] = [];

export interface DayChange {
  absolute: Dec;
  fraction: Dec;
  /** Start of the span in Unix seconds when the market is younger than a day; else null. */
  since: number | null;
}

/**
 * Change over 24 hours. The API answers 0 until it knows a price from a day ago, which would read
 * as "flat": then the change since the market's first bar is shown and named as such, and nothing
 * at
 * all where there is none (web.md §4.4: missing is never 0).
 */
export function useDayChange(market: Market | null, price: Dec | null): DayChange | null {
  const candles = useDayCandles(market);
  const fraction = market === null ? null : change24hFraction(market);
  if (market !== null && fraction !== null && fraction !== 0n) {
    return { absolute: market.change24h, fraction, since: null };
  }
  const first = oldestSince(candles, Number.NEGATIVE_INFINITY);
  return first && price !== null ? changeSince(first, price) : null;
}

/** Highest and lowest trade of 24 hours, the latest included; null where nobody has traded. */
export function useDayRange(
  market: Market | null,
  last: Dec | null,
): { high: Dec; low: Dec } | null {
  return rangeOf(useDayCandles(market), last);
}

export function rangeOf(
  candles: readonly Candle[],
  last: Dec | null,
): { high: Dec; low: Dec } | null {
  const traded = candles.filter((candle) => candle.trades > 0);
  const highs = traded.map((candle) => dec(candle.high));
  const lows = traded.map((candle) => dec(candle.low));
  if (last !== null) {
    highs.push(last);
    lows.push(last);
  }
  const [high, low] = [highs.reduce(max, ZERO), lows[0]];
  return low === undefined ? null : { high, low: lows.reduce(min, low) };
}

/** The hourly bars of the last 24 hours. The stream keeps the numbers live; this is their past. */
function useDayCandles(market: Market | null): readonly Candle[] {
  const app = useApp();
  const query = useQuery({
    queryKey: ["dayCandles", market?.ticker],
    enabled: market !== null,
    staleTime: 60_000,
    refetchInterval: 60_000,
    queryFn: async () => {
      const ticker = market?.ticker ?? "";
      const page = await app.exchange.candles({ ticker, resolution: "1HOUR", limit: 25 });
      const after = (Date.now() + app.health.clockOffsetMs) / 1000 - DAY_SECONDS;
      return page.map(parseCandle).filter((candle) => candle.time >= after);
    },
  });
  return query.data ?? NONE;
}

/** The oldest bar that began after `after` (Unix seconds) and has a price. */
export function oldestSince(candles: readonly Candle[], after: number): Candle | null {
  const young = candles.filter((candle) => candle.time >= after && candle.open > 0);
  return young.reduce<Candle | null>(
    (oldest, candle) => (oldest === null || candle.time < oldest.time ? candle : oldest),
    null,
  );
}

export function changeSince(first: Candle, price: Dec): DayChange {
  const open = dec(first.open);
  const absolute = sub(price, open);
  return { absolute, fraction: div(absolute, open), since: first.time };
}
