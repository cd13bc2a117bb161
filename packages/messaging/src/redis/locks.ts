import type { RedisClient } from "./client.js";
import { defineScript, runScript } from "./script.js";

/** KEYS lock; ARGV expected value. */
const UNLOCK = defineScript(
  "unlock",
  1,
  `
if redis.call("GET", KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call("DEL", KEYS[1])
`,
);

/** `SET key value PX ms NX`: true when this caller now holds the lock. */
export async function lock(
  redis: RedisClient,
  key: string,
  value: string,
  lifetimeMs: number,
): Promise<boolean> {
  return (await redis.set(key, value, "PX", lifetimeMs, "NX")) === "OK";
}

/** Releases the lock only if it still holds `value`. */
export async function unlock(redis: RedisClient, key: string, value: string): Promise<boolean> {
  return (await runScript(redis, UNLOCK, [key], [value])) === 1;
}

/** Remaining lifetime in ms; 0 when the lock is free. */
export async function lockRemainingMs(redis: RedisClient, key: string): Promise<number> {
  return Math.max(0, await redis.pttl(key));
}
