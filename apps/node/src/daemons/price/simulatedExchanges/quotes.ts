import type { Feed, FeedMarket } from "../feeds.js";

/** What an exchange shows for one ticker. */
export interface Quote {
  readonly symbol: string;
  readonly ask: number;
  readonly bid: number;
  readonly last: number;
}

const HALF_SPREAD = 0.0002;
/** How far exchanges disagree. */
const NOISE = 0.0001;

/**
 * The tickers that an exchange would show, were the true prices those of the market: the inverse of
 * the oracle's own conversion. Floating point is fine, exchanges print decimals.
 */
export function quotesOf(
  exchange: string,
  markets: readonly FeedMarket[],
  price: (pair: string) => number | undefined,
): Quote[] {
  const quotes = new Map<string, Quote>();
  for (const market of markets) {
    const own = price(market.pair);
    if (own === undefined) continue;
    for (const feed of market.feeds) {
      if (feed.exchange !== exchange || quotes.has(feed.ticker)) continue;
      const other = feed.adjustBy === undefined ? 1 : price(feed.adjustBy);
      if (other === undefined) continue;
      const shown = shownPrice(own, other, feed) * (1 + NOISE * noiseOf(exchange, feed.ticker));
      quotes.set(feed.ticker, {
        symbol: feed.ticker,
        ask: shown * (1 + HALF_SPREAD),
        bid: shown * (1 - HALF_SPREAD),
        last: shown,
      });
    }
  }
  return [...quotes.values()];
}

function shownPrice(own: number, other: number, feed: Feed): number {
  return feed.invert ? other / own : own / other;
}

/** A fixed number in [−1, 1) per exchange and ticker. */
function noiseOf(exchange: string, ticker: string): number {
  let hash = 2_166_136_261;
  for (const char of exchange + ticker) {
    hash = Math.imul(hash ^ char.charCodeAt(0), 16_777_619);
  }
  return (hash >>> 0) / 2_147_483_648 - 1;
}
