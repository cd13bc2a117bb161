"use client";

import { useQuery } from "@tanstack/react-query";
import { useApp } from "../../lib/app/context";
import { type Dec, dec, div, sub } from "../../lib/decimal/dec";
import { parseCandle } from "../../lib/exchange/parse";
import type { Candle, Market } from "../../lib/exchange/types";
import { change24hFraction } from "../../lib/feed/MarketFeed";

const DAY_SECONDS = 86_400;

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
  const app = useApp();
  const fraction = market === null ? null : change24hFraction(market);
  const known = market !== null && fraction !== null && fraction !== 0n;
  const first = useQuery({
    queryKey: ["firstCandle", market?.ticker],
    enabled: market !== null && !known,
    staleTime: 300_000,
    refetchInterval: (query) => (query.state.data === null ? 15_000 : false),
    queryFn: async (): Promise<Candle | null> => {
      const ticker = market?.ticker ?? "";
      const page = await app.exchange.candles({ ticker, resolution: "1HOUR", limit: 25 });
      const after = (Date.now() + app.health.clockOffsetMs) / 1000 - DAY_SECONDS;
      return oldestSince(page.map(parseCandle), after);
    },
  });
  if (known) return { absolute: market.change24h, fraction, since: null };
  return first.data && price !== null ? changeSince(first.data, price) : null;
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
