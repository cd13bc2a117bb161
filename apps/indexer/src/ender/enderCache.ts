import {
  addFundingSamples,
  clearFundingSamples,
  getCachedMidPrices,
  getOrderCancelStatuses,
  type OrderCancelStatus,
  type RedisClient,
  setStateFilledQuantums,
} from "@perpetua/messaging";
import type { FundingEffect } from "./output.js";

/** What ender reads from and leaves in Redis (indexer.md §2.1). */
export interface EnderCache {
  cancelStatuses(orderUuids: readonly string[]): Promise<OrderCancelStatus[]>;
  setStateFilled(filledByOrderUuid: ReadonlyMap<string, bigint>): Promise<void>;
  /** Adds or clears funding samples; a block that is delivered twice counts once. */
  applyFunding(height: number, effects: readonly FundingEffect[]): Promise<void>;
  midPrices(tickers: readonly string[]): Promise<Map<string, string>>;
}

/** Highest block whose funding samples are in Redis. */
const FUNDING_HEIGHT_KEY = "v4/ender/funding_height";

export function redisCache(redis: RedisClient): EnderCache {
  return {
    cancelStatuses: (orderUuids) => getOrderCancelStatuses(redis, orderUuids),
    setStateFilled: (filled) => setStateFilledQuantums(redis, filled),
    midPrices: (tickers) => getCachedMidPrices(redis, tickers),
    async applyFunding(height, effects) {
      if (effects.length === 0) return;
      const done = Number((await redis.get(FUNDING_HEIGHT_KEY)) ?? "-1");
      if (done >= height) return;
      const samples = new Map<string, string>();
      const cleared: string[] = [];
      for (const effect of effects) {
        if (effect.kind === "sample") {
          samples.set(effect.ticker, effect.rate);
        } else {
          // A sample that precedes the index event of its block is gone with the others (recorded).
          samples.delete(effect.ticker);
          cleared.push(effect.ticker);
        }
      }
      await clearFundingSamples(redis, cleared);
      await addFundingSamples(redis, samples);
      await redis.set(FUNDING_HEIGHT_KEY, String(height));
    },
  };
}
