import type { FindMarket, Market } from "./market.js";

const MIN_REFRESH_INTERVAL_MS = 1_000;

export interface MarketCache {
  readonly find: FindMarket;
  refresh(): Promise<void>;
  size(): number;
}

/**
 * Markets by clob pair. An unknown pair makes the cache read them again (at most once a second),
 * so that the first orders of a new market are not dropped; upstream waits for its next refresh.
 */
export function createMarketCache(
  read: () => Promise<ReadonlyMap<number, Market>>,
  nowMs: () => number = Date.now,
): MarketCache {
  let markets: ReadonlyMap<number, Market> = new Map();
  let lastMs = Number.NEGATIVE_INFINITY;
  const refresh = async () => {
    lastMs = nowMs();
    markets = await read();
  };
  return {
    refresh,
    size: () => markets.size,
    find: (clobPairId) => {
      const market = markets.get(clobPairId);
      if (market || nowMs() - lastMs < MIN_REFRESH_INTERVAL_MS) return market;
      return refresh().then(() => markets.get(clobPairId));
    },
  };
}
