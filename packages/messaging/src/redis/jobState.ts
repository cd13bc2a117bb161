import type { RedisClient } from "./client.js";
import { RedisKey } from "./keys.js";
import { defineScript, runScript } from "./script.js";

/** State that roundtable's jobs and comlink's vault answers keep between runs. */

/** Newest tick per subaccount: all strings, amounts with 6 decimals, no id. */
export interface LatestPnlTick {
  readonly totalPnl: string;
  readonly netTransfers: string;
  readonly subaccountId: string;
  readonly createdAt: string;
  readonly equity: string;
  readonly blockHeight: string;
  readonly blockTime: string;
}

export async function setLatestPnlTicks(
  redis: RedisClient,
  ticks: readonly LatestPnlTick[],
): Promise<void> {
  if (ticks.length === 0) return;
  const fields = ticks.flatMap((tick) => [tick.subaccountId, JSON.stringify(tick)]);
  await redis.hset(RedisKey.latestAccountsPnlTick, ...fields);
}

export async function getLatestPnlTicks(redis: RedisClient): Promise<Map<string, LatestPnlTick>> {
  const texts = await redis.hgetall(RedisKey.latestAccountsPnlTick);
  return new Map(
    Object.entries(texts).map(([uuid, text]) => [uuid, JSON.parse(text) as LatestPnlTick]),
  );
}

export async function getText(redis: RedisClient, key: string): Promise<string | undefined> {
  return (await redis.get(key)) ?? undefined;
}

export async function setText(redis: RedisClient, key: string, text: string): Promise<void> {
  await redis.set(key, text);
}

/** KEYS counter; ARGV window in seconds. */
const COUNT_IN_WINDOW = defineScript(
  "countInWindow",
  1,
  `
local count = redis.call("INCR", KEYS[1])
if count == 1 then redis.call("EXPIRE", KEYS[1], ARGV[1]) end
return count
`,
);

/** Counts within a window that starts with the first call; returns the count so far. */
export async function countInWindow(
  redis: RedisClient,
  key: string,
  windowS: number,
): Promise<number> {
  return Number(await runScript(redis, COUNT_IN_WINDOW, [key], [windowS]));
}
