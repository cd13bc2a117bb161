import { compareDecimals, meanOf } from "../decimal.js";
import type { RedisClient } from "./client.js";
import { type OrderbookSide, RedisKey } from "./keys.js";
import { defineScript, runScript } from "./script.js";

/** KEYS levels, lastUpdated; ARGV price. */
const DELETE_ZERO_LEVEL = defineScript(
  "deleteZeroPriceLevel",
  2,
  `
if redis.call("HGET", KEYS[1], ARGV[1]) ~= "0" then return 0 end
redis.call("HDEL", KEYS[1], ARGV[1])
redis.call("HDEL", KEYS[2], ARGV[1])
return 1
`,
);

/** KEYS levels, lastUpdated; ARGV price, threshold in seconds. */
const DELETE_STALE_LEVEL = defineScript(
  "deleteStalePriceLevel",
  2,
  `
local updated = redis.call("HGET", KEYS[2], ARGV[1])
if not updated then return 0 end
if tonumber(redis.call("TIME")[1]) - tonumber(updated) <= tonumber(ARGV[2]) then return 0 end
redis.call("HDEL", KEYS[1], ARGV[1])
redis.call("HDEL", KEYS[2], ARGV[1])
return 1
`,
);

/** Deletes the level only if it exists and is 0. */
export async function deleteZeroPriceLevel(
  redis: RedisClient,
  ticker: string,
  side: OrderbookSide,
  humanPrice: string,
): Promise<boolean> {
  const keys = levelKeys(ticker, side);
  return (await runScript(redis, DELETE_ZERO_LEVEL, keys, [humanPrice])) === 1;
}

/** Deletes the level only if its last change is more than `thresholdS` seconds ago. */
export async function deleteStalePriceLevel(
  redis: RedisClient,
  ticker: string,
  side: OrderbookSide,
  humanPrice: string,
  thresholdS: number,
): Promise<boolean> {
  const keys = levelKeys(ticker, side);
  return (await runScript(redis, DELETE_STALE_LEVEL, keys, [humanPrice, thresholdS])) === 1;
}

export interface PriceLevel {
  readonly humanPrice: string;
  readonly quantums: bigint;
  /** Unix seconds of the Redis server. */
  readonly lastUpdated: number;
}

export interface OrderbookLevels {
  readonly bids: PriceLevel[];
  readonly asks: PriceLevel[];
}

export interface LevelReadOptions {
  readonly removeZeros?: boolean;
  readonly sortSides?: boolean;
  readonly uncrossBook?: boolean;
  readonly limitPerSide?: number;
  /** Told about prices that stand in only one of the two hashes. */
  readonly onIncomplete?: (side: OrderbookSide, humanPrice: string) => void;
}

/** Reads the book of a market (indexer.md §2.3). */
export async function getOrderbookLevels(
  redis: RedisClient,
  ticker: string,
  options: LevelReadOptions = {},
): Promise<OrderbookLevels> {
  const { sortSides = false, uncrossBook = false, limitPerSide = 0 } = options;
  if ((uncrossBook || limitPerSide > 0) && !sortSides) {
    throw new Error("uncrossBook and limitPerSide need sortSides");
  }
  let [bids, asks] = await Promise.all([
    readSide(redis, ticker, "BUY", options),
    readSide(redis, ticker, "SELL", options),
  ]);
  if (sortSides) {
    bids.sort((a, b) => compareDecimals(b.humanPrice, a.humanPrice));
    asks.sort((a, b) => compareDecimals(a.humanPrice, b.humanPrice));
  }
  if (uncrossBook) ({ bids, asks } = uncross({ bids, asks }));
  if (limitPerSide > 0) {
    bids = bids.slice(0, limitPerSide);
    asks = asks.slice(0, limitPerSide);
  }
  return { bids, asks };
}

/**
 * Drops crossing levels from a sorted book: the ask when the bid is newer or larger, otherwise the
 * bid.
 */
export function uncross({ bids, asks }: OrderbookLevels): OrderbookLevels {
  let b = 0;
  let a = 0;
  while (b < bids.length && a < asks.length) {
    const bid = bids[b]!;
    const ask = asks[a]!;
    if (compareDecimals(bid.humanPrice, ask.humanPrice) < 0) break;
    if (bid.lastUpdated > ask.lastUpdated || bid.quantums > ask.quantums) a += 1;
    else b += 1;
  }
  return { bids: bids.slice(b), asks: asks.slice(a) };
}

/** Mean of best bid and best ask of the uncrossed book; undefined when a side is empty. */
export async function getOrderbookMidPrice(
  redis: RedisClient,
  ticker: string,
): Promise<string | undefined> {
  const { bids, asks } = await getOrderbookLevels(redis, ticker, {
    sortSides: true,
    uncrossBook: true,
    limitPerSide: 1,
  });
  const [bid] = bids;
  const [ask] = asks;
  return bid && ask ? meanOf([bid.humanPrice, ask.humanPrice]) : undefined;
}

async function readSide(
  redis: RedisClient,
  ticker: string,
  side: OrderbookSide,
  { removeZeros = true, onIncomplete }: LevelReadOptions,
): Promise<PriceLevel[]> {
  const [levelKey, updatedKey] = levelKeys(ticker, side);
  const replies = await redis.multi().hgetall(levelKey).hgetall(updatedKey).exec();
  const [levels, updated] = (replies ?? []).map(([error, value]) => {
    if (error) throw error;
    return value as Record<string, string>;
  });
  if (!levels || !updated) throw new Error("Redis gave no answer to MULTI");
  const result: PriceLevel[] = [];
  for (const [humanPrice, text] of Object.entries(levels)) {
    const lastUpdated = updated[humanPrice];
    const quantums = BigInt(text);
    if (lastUpdated === undefined) onIncomplete?.(side, humanPrice);
    else if (quantums > 0n || (quantums === 0n && !removeZeros)) {
      result.push({ humanPrice, quantums, lastUpdated: Number(lastUpdated) });
    }
  }
  for (const humanPrice of Object.keys(updated)) {
    if (levels[humanPrice] === undefined) onIncomplete?.(side, humanPrice);
  }
  return result;
}

function levelKeys(ticker: string, side: OrderbookSide): [string, string] {
  return [
    RedisKey.orderbookLevels(ticker, side),
    RedisKey.orderbookLevelsLastUpdated(ticker, side),
  ];
}
