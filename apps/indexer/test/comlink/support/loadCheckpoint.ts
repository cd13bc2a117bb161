import type { Database } from "@perpetua/db";
import type { RedisClient } from "@perpetua/messaging";
import type { Checkpoint } from "../../../src/replay/recording.js";

/** Tables in an order that satisfies the foreign keys. */
const TABLES = [
  "blocks",
  "transactions",
  "tendermint_events",
  "markets",
  "assets",
  "liquidity_tiers",
  "perpetual_markets",
  "subaccounts",
  "wallets",
  "asset_positions",
  "perpetual_positions",
  "orders",
  "fills",
  "transfers",
  "oracle_prices",
  "funding_index_updates",
  "candles",
  "trading_rewards",
  "trading_reward_aggregations",
  "pnl_ticks",
  "pnl",
  "funding_payments",
  "affiliate_referred_users",
  "affiliate_info",
  "subaccount_usernames",
  "leaderboard_pnl",
  "persistent_cache",
  "vaults",
  "compliance_data",
  "compliance_status",
] as const;

/**
 * Fills an empty, migrated database with a checkpoint's rows, so that answers can be tested without
 * the services that write them. Numerics are doubles (traps-indexer.md 1).
 */
export async function loadRows(pool: Database["pool"], checkpoint: Checkpoint): Promise<void> {
  const unknown = Object.keys(checkpoint.db).filter(
    (table) => !(TABLES as readonly string[]).includes(table),
  );
  if (unknown.length > 0) throw new Error(`tables without a place: ${unknown.join(", ")}`);
  for (const table of TABLES) {
    const rows = checkpoint.db[table] ?? [];
    if (rows.length === 0) continue;
    const columns = Object.keys(rows[0] as object)
      .map((name) => `"${name}"`)
      .join(", ");
    await pool.query(
      `INSERT INTO "${table}" (${columns})
       SELECT ${columns} FROM jsonb_populate_recordset(NULL::"${table}", $1::jsonb)`,
      [JSON.stringify(rows)],
    );
  }
}

function pairs(value: unknown): [string, string][] {
  const flat = value as readonly unknown[];
  const result: [string, string][] = [];
  for (let index = 0; index + 1 < flat.length; index += 2) {
    result.push([String(flat[index]), String(flat[index + 1])]);
  }
  return result;
}

/**
 * Fills an empty Redis database with a checkpoint's keys. Binary values appear in the dump as the
 * code points that Redis holds as UTF-8 (traps-indexer.md 7), so the texts go in as they are.
 */
export async function loadKeys(redis: RedisClient, checkpoint: Checkpoint): Promise<void> {
  const pipeline = redis.pipeline();
  for (const [key, { type, value }] of Object.entries(checkpoint.redis)) {
    // Values with newlines were split in the dump, and nothing here reads them.
    if (key === "v4/stateful_order_updates" || key.startsWith("comlink/")) continue;
    if (type === "string") pipeline.set(key, String(value));
    else if (type === "list") pipeline.rpush(key, ...(value as unknown[]).map(String));
    else if (type === "hash") {
      for (const [field, entry] of pairs(value)) pipeline.hset(key, field, entry);
    } else if (type === "zset") {
      for (const [member, score] of pairs(value)) pipeline.zadd(key, score, member);
    } else if (type !== "none") throw new Error(`key ${key} has unknown type ${type}`);
  }
  await pipeline.exec();
}

/** Time of the newest block of a checkpoint. */
export function checkpointTimeMs(checkpoint: Checkpoint): number {
  const blocks = checkpoint.db.blocks ?? [];
  const times = blocks.map((row) => Date.parse(String(row.time)));
  return Math.max(...times);
}
