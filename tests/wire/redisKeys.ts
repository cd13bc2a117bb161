import assert from "node:assert/strict";
import type { RedisClient } from "@perpetua/messaging";
import { decode } from "./decoder.js";

const UUID = "[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}";
const TICKER = "[A-Z0-9,.-]+";

/** Every key that may be there, with its type (indexer.md §2.1); written down here once more. */
const KEYS: readonly (readonly [RegExp, string])[] = [
  [RegExp(`^v4/orders/${UUID}$`), "string"],
  [RegExp(`^v4/orderData/${UUID}$`), "string"],
  [RegExp(`^v4/subaccountOrderIds/${UUID}$`), "hash"],
  [/^v4\/orderExpiry$/, "zset"],
  [RegExp(`^v4/orderbookLevels/${TICKER}/(BUY|SELL)(/lastUpdated)?$`), "hash"],
  [RegExp(`^v4/nextFunding/${TICKER}$`), "list"],
  [RegExp(`^v4/orderbook_mid_prices/${TICKER}$`), "zset"],
  [/^v4\/(best_effort_)?cancelled_orders$/, "zset"],
  [RegExp(`^v4/state_filled_quantums/${UUID}$`), "string"],
  [/^v4\/stateful_order_update_ids$/, "zset"],
  [/^v4\/stateful_order_updates$/, "hash"],
  [/^v4\/latest-accounts-pnl-tick$/, "hash"],
  [/^v4\/leaderboard_pnl_processed\/\w+$/, "string"],
  [/^v4\/aggregate_trading_rewards_processed\/\w+$/, "string"],
  [/^v4\/vault\/(mv_pnl|vaults_pnl)\/(timestamp\/)?\w+$/, "string"],
  [/^[\w-]+\/screen_providers(_global)?:.+$/, "string"],
  [/^[\w-]+\.loops\.[\w-]+\.task_(extended_)?timeouts$/, "string"],
  // Our own: what funding samples ender has already pushed (indexer README).
  [/^v4\/ender\/funding_height$/, "string"],
];

/** Every key has its name and type; returns how many there are. */
export async function checkNames(redis: RedisClient): Promise<number> {
  const keys = await redis.keys("*");
  for (const key of keys) {
    const rule = KEYS.find(([pattern]) => pattern.test(key));
    assert.ok(rule, `${key} is no key of indexer.md §2.1`);
    const type = await redis.type(key);
    assert.ok(type === rule[1] || type === "none", `${key} is a ${type}, not a ${rule[1]}`);
  }
  return keys.length;
}

/** Every stored order decodes and stands where its owner and expiry say; returns how many. */
export async function checkOrders(redis: RedisClient): Promise<number> {
  const expiries = new Map<string, string>();
  const flat = await redis.zrange("v4/orderExpiry", "0", "-1", "WITHSCORES");
  for (let i = 0; i < flat.length; i += 2) expiries.set(flat[i] as string, flat[i + 1] as string);
  let count = 0;
  for (const key of await redis.keys("v4/orders/*")) {
    const uuid = key.slice("v4/orders/".length);
    const [text, data] = await redis.mget(key, `v4/orderData/${uuid}`);
    // The network goes on: an order may have left between the two commands.
    if (text === null || data === null || text === undefined || data === undefined) continue;
    const stored = decode("redis.RedisOrder", Buffer.from(text, "latin1"));
    assert.equal(stored.id, uuid);
    assert.match(String(stored.price), /^\d+(\.\d+)?$/);
    const fields = /^(\d+)_(\d+)_(true|false)$/.exec(data);
    assert.ok(fields, `${uuid}: ${data}`);
    const order = stored.order as { goodTilBlock?: number; goodTilBlockTime?: number };
    assert.equal(fields[1], String(order.goodTilBlock ?? order.goodTilBlockTime), uuid);
    const score = expiries.get(uuid);
    if (order.goodTilBlock === undefined) assert.equal(score, undefined, `${uuid} has no block`);
    else if (score !== undefined) assert.ok(Number(score) >= order.goodTilBlock, uuid);
    count++;
  }
  return count;
}

/** Every level is a whole number of quantums, with the time of its last change beside it. */
export async function checkLevels(redis: RedisClient): Promise<number> {
  let count = 0;
  for (const side of ["BUY", "SELL"]) {
    const key = `v4/orderbookLevels/BTC-USD/${side}`;
    const [levels, updated] = await Promise.all([
      redis.hgetall(key),
      redis.hgetall(`${key}/lastUpdated`),
    ]);
    for (const [price, quantums] of Object.entries(levels)) {
      assert.match(price, /^\d+(\.\d+)?$/);
      assert.match(quantums, /^\d+$/, `${key} ${price}`);
      assert.match(updated[price] ?? "", /^\d{10}$/, `${key} ${price} has no time`);
      count++;
    }
  }
  return count;
}
