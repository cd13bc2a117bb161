import { medianOf } from "../decimal.js";
import type { RedisClient } from "./client.js";
import { RedisKey } from "./keys.js";
import { defineScript, runScript } from "./script.js";

const SAMPLES = 10;

/**
 * KEYS one per market; ARGV timestamp s, then one price per key. The price passes through a double
 * and is stored with 17 significant digits: candles show these texts (indexer.md §2.1).
 */
const ADD_MID_PRICES = defineScript(
  "addOrderbookMidPrices",
  -1,
  `
local now = tonumber(ARGV[1])
for i, key in ipairs(KEYS) do
  redis.call("ZADD", key, ARGV[1], string.format("%.17g", tonumber(ARGV[i + 1])))
  redis.call("ZREMRANGEBYSCORE", key, "-inf", string.format("%.0f", now - 60))
end
return 1
`,
);

/** KEYS one per market; the ten oldest samples of each. */
const GET_MID_PRICES = defineScript(
  "getOrderbookMidPrices",
  -1,
  `
local samples = {}
for i, key in ipairs(KEYS) do
  samples[i] = redis.call("ZRANGE", key, 0, ${SAMPLES - 1})
end
return samples
`,
);

export async function addOrderbookMidPrices(
  redis: RedisClient,
  priceByTicker: ReadonlyMap<string, string>,
  nowS: number,
): Promise<void> {
  if (priceByTicker.size === 0) return;
  const keys = [...priceByTicker.keys()].map(RedisKey.orderbookMidPrices);
  await runScript(redis, ADD_MID_PRICES, keys, [nowS, ...priceByTicker.values()]);
}

/** Median of the cached samples per ticker; tickers without samples are absent. */
export async function getCachedMidPrices(
  redis: RedisClient,
  tickers: readonly string[],
): Promise<Map<string, string>> {
  if (tickers.length === 0) return new Map();
  const keys = tickers.map(RedisKey.orderbookMidPrices);
  const samples = (await runScript(redis, GET_MID_PRICES, keys, [])) as string[][];
  const medians = new Map<string, string>();
  tickers.forEach((ticker, i) => {
    const median = medianOf(samples[i] ?? []);
    if (median !== undefined) medians.set(ticker, median);
  });
  return medians;
}
