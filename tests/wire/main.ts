import assert from "node:assert/strict";
import { closeRedis, connectRedis, Topic } from "@perpetua/messaging";
import { type Decoded, decode } from "./decoder.js";
import { checkLevels, checkNames, checkOrders } from "./redisKeys.js";
import { valuesOf } from "./topics.js";

/** Type and version of the data that an event of each subtype carries (wire.md §1.3). */
const EVENTS: Readonly<Record<string, readonly [string, number]>> = {
  order_fill: ["OrderFillEventV1", 1],
  subaccount_update: ["SubaccountUpdateEventV1", 1],
  transfer: ["TransferEventV1", 1],
  market: ["MarketEventV1", 1],
  funding_values: ["FundingEventV1", 1],
  stateful_order: ["StatefulOrderEventV1", 1],
  asset: ["AssetCreateEventV1", 1],
  perpetual_market: ["PerpetualMarketCreateEventV3", 3],
  liquidity_tier: ["LiquidityTierUpsertEventV2", 2],
  update_perpetual: ["UpdatePerpetualEventV3", 3],
  update_clob_pair: ["UpdateClobPairEventV1", 1],
  deleveraging: ["DeleveragingEventV1", 1],
  trading_reward: ["TradingRewardsEventV1", 1],
  register_affiliate: ["RegisterAffiliateEventV1", 1],
  upsert_vault: ["UpsertVaultEventV1", 1],
};

/** Type of each WebSocket topic's values and their version (wire.md §5.3). */
const SOCKET_TOPICS: readonly (readonly [Topic, string, string])[] = [
  [Topic.orderbooks, "OrderbookMessage", "1.0.0"],
  [Topic.subaccounts, "SubaccountMessage", "3.0.0"],
  [Topic.trades, "TradeMessage", "2.1.0"],
  [Topic.markets, "MarketMessage", "1.0.0"],
  [Topic.candles, "CandleMessage", "1.0.0"],
  [Topic.blockHeight, "BlockHeightMessage", "1.0.0"],
];

const text = process.env.PERPETUA_STATUS;
if (text === undefined) throw new Error("PERPETUA_STATUS is not set: run this through npm test");
const offset = Number(new URL(JSON.parse(text).urls.comlink).port) - 3002;
const brokers = `127.0.0.1:${9095 + offset}`;

let [passed, failed] = [0, 0];
async function step(name: string, run: () => Promise<string>): Promise<void> {
  try {
    console.log(`ok   ${name}: ${await run()}`);
    passed++;
  } catch (error) {
    console.log(`FAIL ${name}: ${error instanceof Error ? error.stack : error}`);
    failed++;
  }
}

/** Decodes the data of an event; returns its subtype. */
function checkEvent(event: Decoded): string {
  const subtype = String(event.subtype);
  const [type, version] = EVENTS[subtype] ?? assert.fail(`unknown subtype ${subtype}`);
  assert.equal(event.version, version, subtype);
  decode(`events.${type}`, event.dataBytes as Uint8Array);
  return subtype;
}

await step("to-ender", async () => {
  const subtypes = new Set<string>();
  let next = 0;
  for (const value of await valuesOf(brokers, Topic.toEnder)) {
    const block = decode("indexer_manager.IndexerTendermintBlock", value);
    const height = Number(block.height ?? 0);
    assert.ok(height <= next, `block ${height} came where ${next} was due`);
    next = Math.max(next, height + 1);
    for (const event of (block.events ?? []) as Decoded[]) subtypes.add(checkEvent(event));
  }
  // The genesis block alone has these.
  for (const subtype of ["market", "perpetual_market", "liquidity_tier", "asset"])
    assert.ok(subtypes.has(subtype), `no ${subtype}`);
  return `${next} blocks with ${[...subtypes].sort().join(", ")}`;
});

await step("to-vulcan", async () => {
  const kinds = new Map<string, number>();
  for (const value of await valuesOf(brokers, Topic.toVulcan)) {
    const update = decode("off_chain_updates.OffChainUpdateV1", value);
    const [kind = "none", ...more] = Object.keys(update);
    assert.equal(more.length, 0, `one update per message, got ${kind}, ${more.join(", ")}`);
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  }
  for (const kind of ["orderPlace", "orderUpdate"]) assert.ok(kinds.has(kind), `no ${kind}`);
  assert.ok(!kinds.has("none"), "an empty update");
  return [...kinds].map(([kind, count]) => `${count} ${kind}`).join(", ");
});

for (const [topic, type, version] of SOCKET_TOPICS) {
  await step(topic, async () => {
    const values = await valuesOf(brokers, topic);
    for (const value of values) {
      const message = decode(`socks.${type}`, value);
      assert.equal(message.version, version);
      if (type !== "BlockHeightMessage" && type !== "CandleMessage")
        assert.equal(typeof JSON.parse(String(message.contents)), "object");
    }
    // Trades and candles need a trade; the rest comes with every block or quote.
    if (topic !== Topic.trades && topic !== Topic.candles) assert.ok(values.length > 0, "nothing");
    return `${values.length} messages`;
  });
}

const redis = await connectRedis({ url: `redis://127.0.0.1:${6382 + offset}` });
await step("Redis: names and types", async () => {
  const count = await checkNames(redis);
  assert.ok(count > 100, `only ${count} keys`);
  return `${count} keys`;
});
await step("Redis: orders", async () => {
  const count = await checkOrders(redis);
  assert.ok(count > 10, `only ${count} orders`);
  return `${count} orders`;
});
await step("Redis: price levels", async () => {
  const count = await checkLevels(redis);
  assert.ok(count > 5, `only ${count} levels`);
  return `${count} levels of BTC-USD`;
});
await closeRedis(redis);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
