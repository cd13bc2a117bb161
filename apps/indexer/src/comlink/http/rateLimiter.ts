import { countInWindow, type RedisClient } from "@perpetua/messaging";
import { BUCKET_POINTS, type Bucket } from "./route.js";

const WINDOW_S = 10;
/** A limiter store that does not answer in time must not hold requests up. */
const STORE_TIMEOUT_MS = 250;

/** What a limited request is told (api.md §2.1). */
export interface RateLimit {
  readonly limit: number;
  readonly remaining: number;
  readonly msToReset: number;
  readonly isExceeded: boolean;
}

export interface RateLimiter {
  /** Counts one request; undefined when nothing is limited or the store is away. */
  count(bucket: Bucket, ip: string | undefined): Promise<RateLimit | undefined>;
}

export interface RateLimiterOptions {
  readonly redis: RedisClient;
  readonly enabled: boolean;
  readonly internalIps: ReadonlySet<string>;
  readonly onStoreError: (error: unknown) => void;
}

function timeout(): Promise<never> {
  return new Promise((_, reject) => {
    setTimeout(
      () => reject(new Error("rate-limit store did not answer")),
      STORE_TIMEOUT_MS,
    ).unref();
  });
}

/** Fixed windows per bucket and IP in Redis, so that all comlink processes share them. */
export function createRateLimiter(options: RateLimiterOptions): RateLimiter {
  const { redis, enabled, internalIps, onStoreError } = options;

  async function read(bucket: Bucket, ip: string): Promise<RateLimit> {
    const key = `comlink/rate_limit_${bucket}:${ip}`;
    const limit = BUCKET_POINTS[bucket];
    if (internalIps.has(ip)) {
      return { limit, remaining: limit, msToReset: WINDOW_S * 1000, isExceeded: false };
    }
    const count = await countInWindow(redis, key, WINDOW_S);
    const ttl = await redis.pttl(key);
    return {
      limit,
      remaining: Math.max(limit - count, 0),
      msToReset: ttl > 0 ? ttl : WINDOW_S * 1000,
      isExceeded: count > limit,
    };
  }

  return {
    async count(bucket, ip) {
      if (!enabled || ip === undefined) return undefined;
      try {
        return await Promise.race([read(bucket, ip), timeout()]);
      } catch (error) {
        onStoreError(error);
        return undefined;
      }
    },
  };
}
