import { randomUUID } from "node:crypto";
import { lock, lockRemainingMs, type RedisClient, RedisKey, unlock } from "@perpetua/messaging";

/** Upstream's SERVICE_NAME, part of the lock keys (indexer.md §2.1). */
const SERVICE = "roundtable";
const HELD = "TIMEOUT NOT EXPIRED";

export type LockResult =
  | { readonly acquired: true; release(): Promise<void> }
  | {
      readonly acquired: false;
      readonly reason: "interval" | "extended";
      readonly remainingMs: number;
    };

/**
 * Takes the locks of one run. The first one expires after the interval and is never given back:
 * runs
 * of all instances are an interval apart. The second one, for jobs that may take longer than that,
 * is given back when the job ends, if it is still ours.
 */
export async function acquireTaskLocks(
  redis: RedisClient,
  task: string,
  intervalMs: number,
  lockMultiplier: number | undefined,
): Promise<LockResult> {
  const base = RedisKey.taskLock(SERVICE, task);
  if (!(await lock(redis, base, HELD, intervalMs))) {
    const remainingMs = await lockRemainingMs(redis, base);
    return { acquired: false, reason: "interval", remainingMs };
  }
  if (lockMultiplier === undefined) return { acquired: true, release: async () => undefined };
  const extended = RedisKey.taskExtendedLock(SERVICE, task);
  const value = `${HELD} ${randomUUID()}`;
  if (!(await lock(redis, extended, value, intervalMs * lockMultiplier))) {
    await unlock(redis, base, HELD);
    const remainingMs = await lockRemainingMs(redis, extended);
    return { acquired: false, reason: "extended", remainingMs };
  }
  return {
    acquired: true,
    release: async () => {
      await unlock(redis, extended, value);
    },
  };
}
