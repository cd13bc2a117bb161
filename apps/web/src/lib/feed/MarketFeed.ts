import { Book, type BookDelta, type BookSnapshot } from "../book/Book";
import { type Dec, div, sub } from "../decimal/dec";
import type { Exchange } from "../exchange/Exchange";
import { parseCandle, parseMarket, parseTrade, patchMarket } from "../exchange/parse";
import type { Candle, Market, Trade } from "../exchange/types";
import type {
  Resolution,
  WireCandle,
  WireMarkets,
  WireMarketsUpdate,
  WireTrade,
} from "../exchange/wire";
import type { Emitter } from "./Emitter";

const TAPE_LENGTH = 200;
/**
 * Market makers that move their quotes take all of them away first. For this long the screen keeps
 * the last book with two sides, or it would flash empty at every move of the price.
 */
const REQUOTE_MS = 1000;
/** A book crossed this long is wrong, not just between two messages (B10). */
const CROSSED_LIMIT_MS = 250;

/**
 * Public data of the market on screen: the list of markets, one book, one tape. Everything of the
 * old market is dropped at the moment of a switch, so that no number ever stands under the wrong
 * name (M2).
 */
export class MarketFeed {
  markets: ReadonlyMap<string, Market> = new Map();
  ticker: string | null = null;
  /** The book as shown: the live one, or the last two-sided one while makers re-quote. */
  book: Book | null = null;
  private live: Book | null = null;
  private twoSidedAt = Number.NEGATIVE_INFINITY;
  /** performance.now() of the last book message; null before the first snapshot. */
  bookAt: number | null = null;
  trades: readonly Trade[] = [];
  tradesLoaded = false;
  private leaveMarket: (() => void)[] = [];
  private leaveMarkets: (() => void) | null = null;
  private users = 0;

  constructor(
    private readonly exchange: Exchange,
    private readonly emitter: Emitter,
  ) {}

  start(): void {
    this.leaveMarkets ??= this.exchange.streams.subscribe(
      { name: "v4_markets" },
      {
        snapshot: (contents) => this.setMarkets((contents as { markets: WireMarkets }).markets),
        update: (items) => this.patchMarkets(items as WireMarketsUpdate[]),
      },
    );
  }

  setMarkets(wire: WireMarkets): void {
    const parsed = Object.values(wire).map(
      (market) => [market.ticker, parseMarket(market)] as const,
    );
    this.markets = new Map(parsed);
    this.openBook();
    this.emitter.mark("markets");
  }

  private patchMarkets(updates: readonly WireMarketsUpdate[]): void {
    const next = new Map(this.markets);
    for (const update of updates) {
      for (const [ticker, patch] of Object.entries(update.trading ?? {})) {
        const market = next.get(ticker);
        if (market) next.set(ticker, patchMarket(market, patch));
      }
      for (const [ticker, price] of Object.entries(update.oraclePrices ?? {})) {
        const market = next.get(ticker);
        if (market) next.set(ticker, patchMarket(market, { oraclePrice: price.oraclePrice }));
      }
    }
    this.markets = next;
    this.emitter.mark("markets");
  }

  get market(): Market | null {
    return this.ticker === null ? null : (this.markets.get(this.ticker) ?? null);
  }

  /** Shows one market; returns a function that leaves it. */
  open(ticker: string): () => void {
    this.users += 1;
    const user = this.users;
    if (this.ticker !== ticker) this.switchTo(ticker);
    return () => {
      if (user === this.users) this.switchTo(null);
    };
  }

  private switchTo(ticker: string | null): void {
    for (const leave of this.leaveMarket) leave();
    this.leaveMarket = [];
    this.ticker = ticker;
    this.book = null;
    this.live = null;
    this.twoSidedAt = Number.NEGATIVE_INFINITY;
    this.bookAt = null;
    this.trades = [];
    this.tradesLoaded = false;
    this.openBook();
    if (ticker !== null) this.openTrades(ticker);
    for (const topic of ["book", "trades", "markets"] as const) this.emitter.mark(topic);
  }

  /** Needs the market's tick and step, so it waits for the market list on a cold load. */
  private openBook(): void {
    const market = this.market;
    if (!market || this.book) return;
    const book = Book.for(market.tickText, market.stepText);
    this.live = book;
    this.book = Book.for(market.tickText, market.stepText);
    const touched = (): void => {
      this.bookAt = performance.now();
      this.emitter.mark("book");
    };
    const leave = this.exchange.streams.subscribe(
      { name: "v4_orderbook", id: market.ticker },
      {
        snapshot: (contents) => {
          book.reset(contents as BookSnapshot);
          touched();
        },
        update: (items) => {
          for (const delta of items as BookDelta[]) book.apply(delta);
          touched();
        },
      },
    );
    this.leaveMarket.push(leave);
  }

  private openTrades(ticker: string): void {
    const leave = this.exchange.streams.subscribe(
      { name: "v4_trades", id: ticker },
      {
        snapshot: (contents) => {
          this.trades = (contents as { trades: WireTrade[] }).trades
            .slice(0, TAPE_LENGTH)
            .map(parseTrade);
          this.tradesLoaded = true;
          this.emitter.mark("trades");
        },
        update: (items) => this.addTrades(items as { trades: WireTrade[] }[]),
      },
    );
    this.leaveMarket.push(leave);
  }

  /** Stream items list a block's trades oldest first; the tape shows the newest first. */
  private addTrades(items: readonly { trades: WireTrade[] }[]): void {
    const fresh = items
      .flatMap((item) => item.trades)
      .map(parseTrade)
      .reverse();
    this.trades = [...fresh, ...this.trades].slice(0, TAPE_LENGTH);
    this.emitter.mark("trades");
  }

  /** Live bars of one resolution; history pages come through the exchange's queries. */
  candles(
    ticker: string,
    resolution: Resolution,
    listener: { snapshot(candles: Candle[]): void; update(candle: Candle): void },
  ): () => void {
    return this.exchange.streams.subscribe(
      { name: "v4_candles", id: `${ticker}/${resolution}` },
      {
        snapshot: (contents) => {
          const { candles } = contents as { candles: WireCandle[] };
          listener.snapshot(candles.map(parseCandle).reverse());
        },
        update: (items) => {
          for (const candle of items as WireCandle[]) listener.update(parseCandle(candle));
        },
      },
    );
  }

  beforePaint(now: number): void {
    const { live, book } = this;
    if (!live || !book) return;
    live.uncross(now);
    const crossed = live.crossedSince !== null && now - live.crossedSince > CROSSED_LIMIT_MS;
    if (crossed && this.ticker) {
      live.crossedSince = now;
      this.exchange.streams.resync({ name: "v4_orderbook", id: this.ticker });
    }
    if (live.isTwoSided) this.twoSidedAt = now;
    else if (now - this.twoSidedAt < REQUOTE_MS) {
      // Look again when the time is up, whether or not a message comes.
      setTimeout(() => this.emitter.mark("book"), REQUOTE_MS);
      return;
    }
    book.copyFrom(live);
  }

  get bestBid(): Dec | null {
    const tick = this.book?.bestBid ?? null;
    return this.book && tick !== null ? this.book.price.toDec(tick) : null;
  }

  get bestAsk(): Dec | null {
    const tick = this.book?.bestAsk ?? null;
    return this.book && tick !== null ? this.book.price.toDec(tick) : null;
  }

  /** Mid of the raw book; null while one side is empty. */
  get mid(): Dec | null {
    const { bestBid, bestAsk } = this;
    return bestBid === null || bestAsk === null ? null : (((bestBid + bestAsk) / 2n) as Dec);
  }
}

/** (P − P₂₄)/P₂₄ from the absolute change that the API gives (web.md §2.10). */
export function change24hFraction(market: Market): Dec | null {
  if (market.oracle === null) return null;
  const before = sub(market.oracle, market.change24h);
  return before > 0n ? div(market.change24h, before) : null;
}
