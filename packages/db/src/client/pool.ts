import pg from "pg";

const OID_INT8 = 20;
const OID_TIMESTAMPTZ = 1184;

const parsers = new Map<number, (text: string) => unknown>([
  [OID_INT8, BigInt],
  [OID_TIMESTAMPTZ, (text) => new Date(text)],
]);

/** Values as this package hands them out: int8 as bigint, numeric as exact text, time as Date. */
const exactTypes: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format?: string) => {
    const own = format === "binary" ? undefined : parsers.get(oid);
    return own ?? pg.types.getTypeParser(oid, format as "text");
  },
} as pg.CustomTypesConfig;

export interface PoolOptions {
  readonly url: string;
  readonly maxConnections?: number;
  readonly acquireTimeoutMs?: number;
  /** Called when a connection breaks; the pool replaces it by itself. */
  readonly onIdleError?: (error: Error) => void;
}

/** Opens a pool whose sessions run in UTC, which indexer.md §0.3 requires of every writer. */
export function createPool(options: PoolOptions): pg.Pool {
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.maxConnections ?? 10,
    connectionTimeoutMillis: options.acquireTimeoutMs ?? 10_000,
    options: "-c timezone=UTC",
    types: exactTypes,
  });
  const onError = options.onIdleError ?? (() => undefined);
  pool.on("error", onError);
  // A connection that breaks while it is checked out has no other listener, and an error event
  // without one ends the process; whoever uses the connection sees its query fail anyway.
  pool.on("connect", (client) => client.on("error", onError));
  return pool;
}
