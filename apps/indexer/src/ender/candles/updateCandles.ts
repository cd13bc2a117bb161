import { type CandleRow, newestCandles, openInterest, type Queryable } from "@perpetua/db";
import { candleUuid } from "@perpetua/protocol";
import { add, compare, parseDecimal, trimmedText } from "../decimal/decimal.js";
import type { CandleChange } from "../publish/blockMessages.js";
import type { TradeSummary } from "./blockTrades.js";
import { candleStart, RESOLUTIONS } from "./resolutions.js";

/** Newest candle by `ticker/resolution`. */
export type CandleCache = Map<string, CandleRow>;

const HOUR_MS = 3_600_000;
const WINDOW_MS = 3 * HOUR_MS;
const LONG_WINDOW_MS = 48 * HOUR_MS;

export const candleKey = (ticker: string, resolution: string): string => `${ticker}/${resolution}`;

/** The cache as a restarted ender needs it (indexer.md §4.1). */
export async function loadCandles(db: Queryable, now: Date): Promise<CandleCache> {
  const since = new Date(now.getTime() - WINDOW_MS);
  const sinceLong = new Date(now.getTime() - LONG_WINDOW_MS);
  const rows = await newestCandles(db, since, sinceLong);
  return new Map(rows.map((row) => [candleKey(row.ticker, row.resolution), row]));
}

export interface CandleInputs {
  /** Markets in ascending order of id. */
  readonly markets: readonly {
    readonly perpetualId: number;
    readonly clobPairId: number;
    readonly ticker: string;
  }[];
  readonly time: Date;
  readonly trades: ReadonlyMap<string, TradeSummary>;
  readonly cache: CandleCache;
  readonly midPrices: ReadonlyMap<string, string>;
}

/**
 * Candles that a block creates or changes, market by market, the finished one before its successor
 * (indexer.md §4.6). `db` must still show the state before the block: a new candle starts with the
 * open interest from before it.
 */
export async function updateCandles(db: Queryable, inputs: CandleInputs): Promise<CandleChange[]> {
  const { markets, time, trades, cache, midPrices } = inputs;
  const starting = markets.filter(({ ticker }) =>
    RESOLUTIONS.some(({ name, seconds }) => {
      const cached = cache.get(candleKey(ticker, name));
      if (cached === undefined) return trades.has(ticker);
      return cached.startedAt.getTime() !== candleStart(time, seconds).getTime();
    }),
  );
  const interest = await openInterest(
    db,
    starting.map(({ perpetualId }) => perpetualId),
  );
  return markets.flatMap(({ perpetualId, clobPairId, ticker }) =>
    RESOLUTIONS.flatMap(({ name, seconds }) =>
      nextCandles(cache.get(candleKey(ticker, name)), trades.get(ticker), {
        ticker,
        resolution: name,
        startedAt: candleStart(time, seconds),
        midPrice: midPrices.get(ticker) ?? null,
        openInterest: interest.get(perpetualId) ?? "0",
      }),
    ).map((row) => ({ row, clobPairId })),
  );
}

interface CandleFacts {
  readonly ticker: string;
  readonly resolution: string;
  readonly startedAt: Date;
  readonly midPrice: string | null;
  readonly openInterest: string;
}

function nextCandles(
  cached: CandleRow | undefined,
  trades: TradeSummary | undefined,
  facts: CandleFacts,
): CandleRow[] {
  if (cached === undefined) return trades === undefined ? [] : [newCandle(trades, facts)];
  if (cached.startedAt.getTime() === facts.startedAt.getTime()) {
    return trades === undefined ? [] : [addTrades(cached, trades)];
  }
  const finished = {
    ...cached,
    orderbookMidPriceClose: facts.midPrice ?? cached.orderbookMidPriceClose,
  };
  return [finished, newCandle(trades ?? noTrades(cached.close), facts)];
}

function newCandle(trades: TradeSummary, facts: CandleFacts): CandleRow {
  const { ticker, resolution, startedAt, midPrice } = facts;
  return {
    id: candleUuid(startedAt.toISOString(), ticker, resolution),
    startedAt,
    ticker,
    resolution,
    low: trades.low,
    high: trades.high,
    open: trades.open,
    close: trades.close,
    baseTokenVolume: trades.baseTokenVolume,
    usdVolume: trades.usdVolume,
    trades: trades.trades,
    startingOpenInterest: facts.openInterest,
    orderbookMidPriceOpen: midPrice,
    orderbookMidPriceClose: midPrice,
  };
}

const noTrades = (price: string): TradeSummary => ({
  open: price,
  close: price,
  high: price,
  low: price,
  baseTokenVolume: "0",
  usdVolume: "0",
  trades: 0,
});

function addTrades(candle: CandleRow, added: TradeSummary): CandleRow {
  if (candle.trades === 0) return { ...candle, ...added };
  const sum = (a: string, b: string) => trimmedText(add(parseDecimal(a), parseDecimal(b)));
  const isHigher = compare(parseDecimal(added.high), parseDecimal(candle.high)) > 0;
  const isLower = compare(parseDecimal(added.low), parseDecimal(candle.low)) < 0;
  return {
    ...candle,
    high: isHigher ? added.high : candle.high,
    low: isLower ? added.low : candle.low,
    close: added.close,
    baseTokenVolume: sum(candle.baseTokenVolume, added.baseTokenVolume),
    usdVolume: sum(candle.usdVolume, added.usdVolume),
    trades: candle.trades + added.trades,
  };
}
