import { addDecimals, meanOf } from "../decimal.js";
import type { RedisClient } from "./client.js";
import { RedisKey } from "./keys.js";

/** Appends 1-hour premium samples (decimal texts), one per ticker. */
export async function addFundingSamples(
  redis: RedisClient,
  sampleByTicker: ReadonlyMap<string, string>,
): Promise<void> {
  if (sampleByTicker.size === 0) return;
  const transaction = redis.multi();
  for (const [ticker, sample] of sampleByTicker) {
    transaction.rpush(RedisKey.nextFunding(ticker), sample);
  }
  await transaction.exec();
}

/** A funding-index event ends the collection of samples. */
export async function clearFundingSamples(
  redis: RedisClient,
  tickers: readonly string[],
): Promise<void> {
  if (tickers.length > 0) await redis.del(...tickers.map(RedisKey.nextFunding));
}

/**
 * Mean of the samples plus the market's default rate; tickers without samples are absent (their
 * column keeps its value).
 */
export async function getNextFundingRates(
  redis: RedisClient,
  defaultRateByTicker: ReadonlyMap<string, string | null>,
): Promise<Map<string, string>> {
  const rates = new Map<string, string>();
  await Promise.all(
    [...defaultRateByTicker].map(async ([ticker, defaultRate]) => {
      const samples = await redis.lrange(RedisKey.nextFunding(ticker), 0, -1);
      if (samples.length > 0) rates.set(ticker, addDecimals(meanOf(samples), defaultRate ?? "0"));
    }),
  );
  return rates;
}
