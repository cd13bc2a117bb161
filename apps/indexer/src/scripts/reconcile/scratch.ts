import { randomBytes } from "node:crypto";
import {
  applyMigrations,
  createDatabase,
  createDatabaseIfMissing,
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

export async function openScratch(liveUrl: string, redisUrl: string): Promise<Scratch> {
  const url = scratchDatabaseUrl(liveUrl);
  const redis = await connectRedis({ url: redisUrl });
  if ((await redis.dbsize()) > 0) {
    await closeRedis(redis);
    throw new AppError(
      "REDIS_IN_USE",
      `${redisUrl} is not empty; name another --scratch-redis-url`,
    );
  }
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
