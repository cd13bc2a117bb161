import {
  type ApiDeps,
  type ApiSettings,
  type Clock,
  type ComplianceProvider,
  createMarketCatalog,
  type Faucet,
  type SqlReader,
  type StreamHub,
} from "@perpetua/api";
import type { Database } from "@perpetua/db";
import type { RedisClient } from "@perpetua/messaging";

type Pool = Database["pool"];

/** Plain rows from a pool. */
export function sqlReader(pool: Pool): SqlReader {
  return {
    query: async <Row>(text: string, values: readonly unknown[] = []) => {
      const result = await pool.query(text, [...values]);
      return result.rows as Row[];
    },
  };
}

export const systemClock: Clock = { nowMs: Date.now };

export interface ApiDepsOptions {
  readonly database: Pick<Database, "pool" | "readPool">;
  readonly redis: RedisClient;
  readonly hub: StreamHub;
  readonly clock?: Clock;
  readonly faucet?: Faucet | undefined;
  readonly compliance?: ComplianceProvider | undefined;
  readonly settings?: Partial<ApiSettings>;
  /** Age at which the copy of the markets is read again. */
  readonly marketRefreshMs?: number;
}

/** What the services need, from open connections. */
export function createApiDeps(options: ApiDepsOptions): ApiDeps {
  const { database, redis, hub, clock = systemClock, marketRefreshMs = 5_000 } = options;
  const db = sqlReader(database.readPool);
  return {
    db,
    primary: sqlReader(database.pool),
    redis,
    markets: createMarketCatalog({ db, clock: systemClock, refreshMs: marketRefreshMs }),
    hub,
    clock,
    faucet: options.faucet,
    compliance: options.compliance,
    settings: {
      geoBlocking: false,
      allowedAddresses: new Set(),
      internalIps: new Set(),
      testEndpoints: false,
      ...options.settings,
    },
  };
}
