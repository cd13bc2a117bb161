import { randomBytes } from "node:crypto";
import {
  applyMigrations,
  createDatabase,
  createDatabaseIfMissing,
  createPool,
  type Database,
  dropDatabase,
} from "@perpetua/db";
import { closeRedis, connectRedis, type RedisClient } from "@perpetua/messaging";
import { AppError } from "@perpetua/telemetry";

/** A database and a Redis of the replay's own, gone after `close`. */
export interface Scratch {
  readonly database: Database;
  readonly redis: RedisClient;
  close(): Promise<void>;
}

/** Redis has 16 databases by default; the exchange uses the first. */
const SCRATCH_REDIS = "/15";

export function scratchRedisUrl(redisUrl: string): string {
  const url = new URL(redisUrl);
  url.pathname = SCRATCH_REDIS;
  return url.toString();
}

export function scratchDatabaseUrl(databaseUrl: string): string {
  const url = new URL(databaseUrl);
  url.pathname = `${url.pathname}_reconcile_${randomBytes(4).toString("hex")}`;
  return url.toString();
}

/** In the scratch Redis: it is ours, even if the run that filled it was killed. */
const MARKER = "perpetua/reconcile";

export async function openScratch(liveUrl: string, redisUrl: string): Promise<Scratch> {
  await dropLeftovers(liveUrl);
  const url = scratchDatabaseUrl(liveUrl);
  const redis = await claimRedis(redisUrl);
  await createDatabaseIfMissing(url);
  await applyMigrations(url);
  const database = createDatabase({ url });
  return {
    database,
    redis,
    close: async () => {
      await database.close();
      await dropDatabase(url);
      await redis.flushdb();
      await closeRedis(redis);
    },
  };
}

async function claimRedis(redisUrl: string): Promise<RedisClient> {
  const redis = await connectRedis({ url: redisUrl });
  const foreign = (await redis.dbsize()) > 0 && (await redis.exists(MARKER)) === 0;
  if (foreign) {
    await closeRedis(redis);
    throw new AppError(
      "REDIS_IN_USE",
      `${redisUrl} is not empty; name another --scratch-redis-url`,
    );
  }
  await redis.flushdb();
  await redis.set(MARKER, "scratch");
  return redis;
}

const OBJECT_IN_USE = "55006";

/** Scratch databases of runs that were killed; one in use belongs to a run that goes on. */
async function dropLeftovers(liveUrl: string): Promise<void> {
  const pool = createPool({ url: liveUrl, maxConnections: 1 });
  try {
    const { rows } = await pool.query<{ name: string }>(
      `SELECT datname AS name FROM pg_database
       WHERE starts_with(datname, current_database() || '_reconcile_')`,
    );
    for (const { name } of rows) await pool.query(`DROP DATABASE IF EXISTS "${name}"`);
  } catch (error) {
    if ((error as { code?: string }).code !== OBJECT_IN_USE) throw error;
    throw new AppError("RECONCILE_RUNS", "another reconcile is running", { cause: error });
  } finally {
    await pool.end();
  }
}
