import type { Logger } from "@perpetua/telemetry";
import { convert, median, toUnits } from "./decimals.js";
import { ExchangeClient } from "./exchangeClient.js";
import { EXCHANGES } from "./exchanges/catalogue.js";
import type { ExchangeSpec, RawTicker } from "./exchanges/exchange.js";
import { SYNTHETIC_EXCHANGES } from "./exchanges/synthetic.js";
import type { Feed, FeedMarket } from "./feeds.js";
import { MAX_PRICE_AGE_MS, PriceCache } from "./priceCache.js";
import type { PriceSource } from "./source.js";

/** Markets are read again from the chain (app.md §4.2). */
const MARKETS_MS = 2_000;
const SYNTHETIC_MS = 2_000;

export interface LiveSourceOptions {
  readonly markets: () => readonly FeedMarket[];
  /** Serves the exchanges' APIs in their place: tests, offline use. */
  readonly baseUrl?: string | undefined;
  readonly logger: Logger;
  /** Replaced in tests. */
  readonly exchanges?: readonly ExchangeSpec[];
}

/**
 * Prices of real exchanges: a client per exchange feeds a cache; a market's price is the median of
 * what is fresh. An exchange that is away, wrong or slow costs its own vote only.
 */
export class LiveSource implements PriceSource {
  readonly kind = "live";
  private readonly cache = new PriceCache();
  private readonly clients: ExchangeClient[];
  private readonly timers: NodeJS.Timeout[] = [];
  private markets: readonly FeedMarket[] = [];
  private byPair = new Map<string, FeedMarket>();

  constructor(private readonly options: LiveSourceOptions) {
    const { baseUrl, logger } = options;
    this.readMarkets();
    this.clients = (options.exchanges ?? EXCHANGES).map(
      (spec) =>
        new ExchangeClient({
          spec,
          symbols: () => this.symbolsOf(spec.id),
          onTickers: (tickers, fetchedMs) => this.take(spec.id, tickers, fetchedMs),
          baseUrl,
          logger,
        }),
    );
  }

  start(): void {
    for (const client of this.clients) client.start();
    this.every(MARKETS_MS, () => this.readMarkets());
    this.every(SYNTHETIC_MS, () => this.takeSynthetic(Date.now()));
    this.takeSynthetic(Date.now());
  }

  /** Whether some exchange answered within the age of a price. */
  isAlive(nowMs: number): boolean {
    return this.clients.some((c) => c.lastAnswerMs >= nowMs - MAX_PRICE_AGE_MS);
  }

  prices(nowMs: number): ReadonlyMap<number, bigint> {
    const prices = new Map<number, bigint>();
    for (const { id } of this.markets) {
      const index = this.cache.indexPrice(id, nowMs);
      if (index !== undefined) prices.set(id, index.price);
    }
    return prices;
  }

  close(): void {
    for (const timer of this.timers) clearInterval(timer);
    for (const client of this.clients) client.stop();
  }

  /** Takes over what an exchange answered. */
  take(exchange: string, tickers: ReadonlyMap<string, RawTicker>, fetchedMs: number): void {
    for (const market of this.markets) {
      for (const feed of market.feeds) {
        if (feed.exchange !== exchange) continue;
        const ticker = tickers.get(feed.ticker);
        const price =
          ticker === undefined ? undefined : this.price(market, feed, ticker, fetchedMs);
        if (price !== undefined) this.cache.update(market.id, exchange, price, fetchedMs);
      }
    }
  }

  /** The market's price by one ticker; undefined when it, or what adjusts it, is unavailable. */
  private price(
    market: FeedMarket,
    feed: Feed,
    ticker: RawTicker,
    nowMs: number,
  ): bigint | undefined {
    const { exponent } = market;
    const value = exchangePrice(ticker, exponent);
    if (value === undefined) return undefined;
    if (feed.adjustBy === undefined) return convert({ value, exponent }, undefined, feed.invert);
    const other = this.byPair.get(feed.adjustBy);
    const index = other === undefined ? undefined : this.cache.indexPrice(other.id, nowMs);
    if (other === undefined || index === undefined || index.exchanges < other.minExchanges)
      return undefined;
    const adjustBy = { value: index.price, exponent: other.exponent };
    return convert({ value, exponent }, adjustBy, feed.invert);
  }

  private takeSynthetic(nowMs: number): void {
    for (const { id, price } of SYNTHETIC_EXCHANGES) {
      const tickers = new Map<string, RawTicker>();
      for (const symbol of this.symbolsOf(id)) {
        const text = price(symbol, nowMs);
        if (text !== undefined) tickers.set(symbol, { ask: text, bid: text, last: text });
      }
      this.take(id, tickers, nowMs);
    }
  }

  private symbolsOf(exchange: string): string[] {
    const symbols = new Set<string>();
    for (const { feeds } of this.markets)
      for (const feed of feeds) if (feed.exchange === exchange) symbols.add(feed.ticker);
    return [...symbols];
  }

  private readMarkets(): void {
    this.markets = this.options.markets();
    this.byPair = new Map(this.markets.map((m) => [m.pair, m]));
  }

  private every(ms: number, run: () => void): void {
    const timer = setInterval(run, ms);
    timer.unref();
    this.timers.push(timer);
  }
}

/** An exchange's price of a market: the median of ask, bid and last. */
export function exchangePrice(ticker: RawTicker, exponent: number): bigint | undefined {
  const { ask, bid, last } = ticker;
  const values = [ask, bid, last].map((value) => toUnits(value, exponent));
  if (values.some((value) => value === undefined)) return undefined;
  return median(values as bigint[]);
}
