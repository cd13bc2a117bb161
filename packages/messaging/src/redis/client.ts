import { Redis } from "ioredis";
import { type MessagingLog, silentLog } from "../log.js";
import { loadScripts } from "./script.js";

export type RedisClient = Redis;

export interface RedisSettings {
  readonly url: string;
  /** Constant delay between reconnects, for ever (REDIS_RECONNECT_TIMEOUT_MS). */
  readonly reconnectTimeoutMs?: number;
  /**
   * Attempts beyond this many are errors (REDIS_RECONNECT_ATTEMPT_ERROR_THRESHOLD). Of a server
   * that stays away every attempt twice as late as the one before is logged.
   */
  readonly attemptErrorThreshold?: number;
  readonly log?: MessagingLog;
  /** Called for each reconnect, for the metric `redis.connection_retries`. */
  readonly onReconnect?: (attempt: number) => void;
}

/**
 * Connects and resolves when Redis answers and knows all our scripts. Commands issued while the
 * server is away wait and are sent after the reconnect.
 */
export async function connectRedis(settings: RedisSettings): Promise<RedisClient> {
  const log = settings.log ?? silentLog;
  const reconnectMs = settings.reconnectTimeoutMs ?? 500;
  const threshold = settings.attemptErrorThreshold ?? 10;
  const server = serverOf(settings.url);
  let lastError: Error | undefined;
  const redis = new Redis(settings.url, {
    lazyConnect: true,
    maxRetriesPerRequest: null,
    enableReadyCheck: true,
    retryStrategy: (attempt) => {
      settings.onReconnect?.(attempt);
      const context = { attempt, server, error: lastError?.message };
      const isPowerOfTwo = (attempt & (attempt - 1)) === 0;
      if (lastError === undefined && attempt <= threshold) log.info("redis reconnect", context);
      else if (isPowerOfTwo) log.error("redis does not answer, trying on", context);
      lastError = undefined;
      return reconnectMs;
    },
  });
  redis.on("error", (error: Error) => {
    lastError = error;
  });
  const loaded = new Promise<void>((resolve) => {
    redis.on("ready", () => {
      loadScripts(redis).then(resolve, (error: unknown) => {
        log.error("redis scripts could not be loaded", { error: String(error) });
      });
    });
  });
  // A failed first attempt is followed by retries, so only `loaded` decides.
  redis.connect().catch((error: Error) => {
    lastError = error;
  });
  await loaded;
  return redis;
}

/** Host and port without the credentials. */
function serverOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url;
}

/** Waits for outstanding commands, then closes; drops the connection when Redis is away. */
export async function closeRedis(redis: RedisClient): Promise<void> {
  if (redis.status === "ready") await redis.quit();
  else redis.disconnect();
}
