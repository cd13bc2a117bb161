/** What socks knows about markets: tickers of clob pairs. */
export interface TickerDirectory {
  tickerOf(clobPairId: string): string | undefined;
  isTicker(ticker: string): boolean;
  /** Reads the markets again; a new market is known at once instead of after 30 s (api.md Q11). */
  refresh(): Promise<void>;
}

/** Reads ticker by clob pair id. */
export type ReadTickers = () => Promise<ReadonlyMap<string, string>>;

const MIN_REFRESH_INTERVAL_MS = 1_000;

export function createTickerDirectory(
  read: ReadTickers,
  nowMs: () => number = Date.now,
): TickerDirectory {
  let tickers: ReadonlyMap<string, string> = new Map();
  let known = new Set<string>();
  let running: Promise<void> | undefined;
  let lastMs = Number.NEGATIVE_INFINITY;
  const load = async () => {
    lastMs = nowMs();
    tickers = await read();
    known = new Set(tickers.values());
  };
  return {
    tickerOf: (clobPairId) => tickers.get(clobPairId),
    isTicker: (ticker) => known.has(ticker),
    refresh: () => {
      if (running) return running;
      if (nowMs() - lastMs < MIN_REFRESH_INTERVAL_MS) return Promise.resolve();
      running = load().finally(() => {
        running = undefined;
      });
      return running;
    },
  };
}
