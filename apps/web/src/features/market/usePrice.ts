"use client";

import { useFeed } from "../../lib/app/context";
import type { Dec } from "../../lib/decimal/dec";
import type { MarketFeed } from "../../lib/feed/MarketFeed";

export interface LeadPrice {
  price: Dec | null;
  /** Up or down from the trade before; of the mid, from the last trade. */
  direction: 1 | -1 | 0;
}

/**
 * The price that the screen leads with, the same as the chart's last: the last trade while the book
 * still agrees with it, else the middle of the book, else the oracle's.
 */
export function leadPrice(
  market: Pick<MarketFeed, "trades" | "mid" | "bestBid" | "bestAsk" | "market">,
): LeadPrice {
  const { mid, bestBid, bestAsk } = market;
  const last = market.trades[0]?.price ?? null;
  if (last === null) return { price: mid ?? market.market?.oracle ?? null, direction: 0 };
  const agrees =
    bestBid === null || bestAsk === null || (last >= bestBid && last <= bestAsk) || mid === null;
  if (!agrees) return { price: mid, direction: mid > last ? 1 : -1 };
  const before = market.trades.find((trade) => trade.price !== last)?.price ?? null;
  return { price: last, direction: before === null ? 0 : last > before ? 1 : -1 };
}

export function usePrice(): LeadPrice {
  // Two topics move it; each re-renders only when the answer differs.
  const key = (app: { market: MarketFeed }): string => {
    const { price, direction } = leadPrice(app.market);
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
