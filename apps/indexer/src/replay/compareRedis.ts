import type { RedisClient } from "@perpetua/messaging";
import { type Difference, differingPaths } from "./difference.js";
import { LEFT_OUT_KEYS } from "./leftOut.js";
import type { Checkpoint } from "./recording.js";

/** A Redis value in comparable form. */
type Comparable = string | readonly string[] | Readonly<Record<string, string>>;

/** Written by ender, beside which vulcan is replayed. */
const ENDERS = /^v4\/(nextFunding|state_filled_quantums)\//;

/** Wall-clock scores: only the members are compared. */
const MEMBERS_ONLY = new Set([
  "v4/cancelled_orders",
  "v4/best_effort_cancelled_orders",
  "v4/stateful_order_update_ids",
]);

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/**
 * Compares the whole content of Redis with a checkpoint; returns the number of keys as well. Keys
 * that `mayBeGone` may have expired between the last message and the dump.
 */
export async function compareRedis(
  redis: RedisClient,
  checkpoint: Checkpoint,
  mayBeGone: (key: string) => boolean,
): Promise<{ keys: number; differences: Difference[] }> {
  const names = (await redis.keys("*")).filter((key) => !isIgnored(key));
  const recorded = Object.keys(checkpoint.redis).filter((key) => !isIgnored(key));
  const all = [...new Set([...recorded, ...names])].sort();
  const differences: Difference[] = [];
  for (const key of all) {
    const raw = checkpoint.redis[key];
    // The key expired while it was being dumped.
    if (raw?.type === "none" || (raw === undefined && mayBeGone(key))) continue;
    const expected = raw === undefined ? undefined : readRecorded(key, raw);
    const got = await readLive(redis, key);
    if (differingPaths(expected, got).length > 0) {
      const part = ENDERS.test(key) ? "ender" : "vulcan";
      differences.push({ part, where: `${checkpoint.name}: ${key}`, expected, got });
    }
  }
  return { keys: all.length, differences };
}

function isIgnored(key: string): boolean {
  return LEFT_OUT_KEYS.some((pattern) => pattern.test(key));
}

function readRecorded(key: string, { type, value }: { type: string; value: unknown }): Comparable {
  if (type === "string") return value as string;
  const list = value as string[];
  if (type === "hash") return hashOf(key, key.endsWith("_updates") ? rejoin(list) : list);
  return type === "zset" ? zsetOf(key, list) : list;
}

/** Values that contain a line feed were split at it: a new field begins with a uuid. */
function rejoin(pieces: readonly string[]): string[] {
  const fields: string[] = [];
  const values: string[][] = [];
  for (const piece of pieces) {
    if (UUID.test(piece)) {
      fields.push(piece);
      values.push([]);
    } else {
      values.at(-1)?.push(piece);
    }
  }
  return fields.flatMap((field, i) => [field, values[i]?.join("\n") ?? ""]);
}

function hashOf(key: string, list: readonly string[]): Record<string, string> {
  const hash: Record<string, string> = {};
  const isClock = key.endsWith("/lastUpdated");
  for (let i = 0; i + 1 < list.length; i += 2) {
    hash[list[i] as string] = isClock ? "set" : (list[i + 1] as string);
  }
  return hash;
}

function zsetOf(key: string, list: readonly string[]): Record<string, string> {
  const members: Record<string, string> = {};
  for (let i = 0; i + 1 < list.length; i += 2) {
    members[list[i] as string] = MEMBERS_ONLY.has(key) ? "set" : (list[i + 1] as string);
  }
  return members;
}

async function readLive(redis: RedisClient, key: string): Promise<Comparable | undefined> {
  const type = await redis.type(key);
  switch (type) {
    case "none":
      return undefined;
    case "string":
      return (await redis.get(key)) ?? undefined;
    case "list":
      return redis.lrange(key, 0, -1);
    case "hash":
      return hashOf(key, Object.entries(await redis.hgetall(key)).flat());
    case "zset":
      return zsetOf(key, await redis.zrange(key, "0", "-1", "WITHSCORES"));
    default:
      throw new Error(`unexpected type ${type} of ${key}`);
  }
}
