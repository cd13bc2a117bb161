import type { Clock, SqlReader } from "../deps.js";

/** The part of a market that does not change with trading. */
export interface MarketInfo {
  readonly id: string;
  readonly clobPairId: string;
  readonly ticker: string;
  readonly marketType: "CROSS" | "ISOLATED";
  readonly atomicResolution: number;
}

/** Known markets, in order of their perpetual ids. */
export interface MarketCatalog {
  all(): Promise<readonly MarketInfo[]>;
  byTicker(ticker: string): Promise<MarketInfo | undefined>;
  byClobPairId(clobPairId: string): Promise<MarketInfo | undefined>;
}

export interface MarketCatalogOptions {
  readonly db: SqlReader;
  readonly clock: Clock;
  /** Age at which the copy is read again. */
  readonly refreshMs?: number;
  /**
   * An unknown market re-reads a copy that is older than this, so that new ones are known (Q11).
   */
  readonly missRefreshMs?: number;
}

interface Snapshot {
  readonly loadedAtMs: number;
  readonly markets: readonly MarketInfo[];
  readonly byTicker: ReadonlyMap<string, MarketInfo>;
  readonly byClobPairId: ReadonlyMap<string, MarketInfo>;
}

const QUERY = `
SELECT id::text AS id, "clobPairId"::text AS "clobPairId", ticker, "marketType", "atomicResolution"
FROM perpetual_markets ORDER BY perpetual_markets.id`;

/** A copy of the markets per process (api.md §2.5); concurrent readers share one query. */
export function createMarketCatalog(options: MarketCatalogOptions): MarketCatalog {
  const { db, clock, refreshMs = 5_000, missRefreshMs = 250 } = options;
  let current: Snapshot | undefined;
  let loading: Promise<Snapshot> | undefined;

  async function load(): Promise<Snapshot> {
    const markets = await db.query<MarketInfo>(QUERY);
    return {
      loadedAtMs: clock.nowMs(),
      markets,
      byTicker: new Map(markets.map((market) => [market.ticker, market])),
      byClobPairId: new Map(markets.map((market) => [market.clobPairId, market])),
    };
  }

  async function snapshot(maxAgeMs: number): Promise<Snapshot> {
    if (current !== undefined && clock.nowMs() - current.loadedAtMs < maxAgeMs) return current;
    loading ??= load().finally(() => {
      loading = undefined;
    });
    current = await loading;
    return current;
  }

  async function find(pick: (from: Snapshot) => MarketInfo | undefined) {
    return pick(await snapshot(refreshMs)) ?? pick(await snapshot(missRefreshMs));
  }

  return {
    all: async () => (await snapshot(refreshMs)).markets,
    byTicker: (ticker) => find((from) => from.byTicker.get(ticker)),
    byClobPairId: (clobPairId) => find((from) => from.byClobPairId.get(clobPairId)),
  };
}
