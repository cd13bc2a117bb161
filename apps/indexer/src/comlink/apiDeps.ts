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

/** Distinct statements that a process prepares; filters make some hundred texts, not more. */
const MOST_PREPARED = 400;

/** One name per text in the whole process: two readers may share a pool's connections. */
const statementNames = new Map<string, string>();

function statementName(text: string): string | undefined {
  const known = statementNames.get(text);
  if (known !== undefined || statementNames.size >= MOST_PREPARED) return known;
  const name = `comlink_${statementNames.size}`;
  statementNames.set(text, name);
  return name;
}

/**
 * Plain rows from a pool. PERF: statements are prepared once per connection, because planning the
 * joins of an account takes longer than running them.
 */
export function sqlReader(pool: Pool): SqlReader {
  return {
    query: async <Row>(text: string, values: readonly unknown[] = []) => {
      const name = statementName(text);
      const result = await pool.query({
        text,
        values: [...values],
        ...(name === undefined ? {} : { name }),
      });
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
