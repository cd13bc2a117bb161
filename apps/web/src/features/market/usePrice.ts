"use client";

import type { App } from "../../lib/app/App";
import { useFeed } from "../../lib/app/context";
import type { Dec } from "../../lib/decimal/dec";
import type { MarketFeed } from "../../lib/feed/MarketFeed";

export interface LeadPrice {
  price: Dec | null;
  /** Up or down from the trade before; of the mid, from the last trade. */
  direction: 1 | -1 | 0;
}

/** A trade older than this says little about a market whose makers have quoted ever since. */
const FRESH_MS = 60_000;

/**
 * The price that the screen leads with, as on the chart of minutes: the last trade while it is
 * fresh and the book agrees with it, else the middle of the book, else the oracle's.
 */
export function leadPrice(
  market: Pick<MarketFeed, "trades" | "mid" | "bestBid" | "bestAsk" | "market">,
  now: number,
): LeadPrice {
  const { mid, bestBid, bestAsk } = market;
  const trade = market.trades[0];
  if (!trade) return { price: mid ?? market.market?.oracle ?? null, direction: 0 };
  const last = trade.price;
  if (bestBid !== null && bestAsk !== null && mid !== null) {
    const holds = now - trade.time < FRESH_MS && last >= bestBid && last <= bestAsk;
    if (!holds) return { price: mid, direction: mid === last ? 0 : mid > last ? 1 : -1 };
  }
  const before = market.trades.find((trade) => trade.price !== last)?.price ?? null;
  return { price: last, direction: before === null ? 0 : last > before ? 1 : -1 };
}

export function usePrice(): LeadPrice {
  // Two topics move it; each re-renders only when the answer differs.
  const key = (app: App): string => {
    const now = Date.now() + app.health.clockOffsetMs;
    const { price, direction } = leadPrice(app.market, now);
    return `${price ?? ""}|${direction}`;
  };
  useFeed("book", key);
  useFeed("markets", key);
  const [price = "", direction = "0"] = useFeed("trades", key).split("|");
  return {
    price: price === "" ? null : (BigInt(price) as Dec),
    direction: Number(direction) as LeadPrice["direction"],
  };
}
