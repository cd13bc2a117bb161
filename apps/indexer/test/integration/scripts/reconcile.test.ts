import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createDatabase, createDatabaseIfMissing, type Database } from "@perpetua/db";
import { startTestServices, type TestServices } from "@perpetua/localnet";
import { closeRedis, connectRedis, Topic } from "@perpetua/messaging";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { readTopic } from "../../../src/replay/recording.js";
import { reconcile } from "../../../src/scripts/reconcile/reconcile.js";
import { type EnderWorld, RECORDING, startWorld } from "../ender/support.js";

// Each run makes, fills and drops a database.
vi.setConfig({ testTimeout: 90_000 });
/** Rewards and the first isolated positions are among them. */
const BLOCKS = 180;
const PAGE = 50;

let world: EnderWorld;
let scratch: TestServices;
let database: Database;
let node: Server;
let environment: Record<string, string>;

/** A live database, and a node that has more blocks and hands them out page by page. */
beforeAll(async () => {
  [world, scratch] = await Promise.all([startWorld(), startTestServices()]);
  database = world.database;
  const ender = await world.restart();
  const blocks = (await readTopic(RECORDING, Topic.toEnder)).slice(0, BLOCKS + 5);
  for (const block of blocks.slice(0, BLOCKS)) {
    await ender.processBlock(block.value, block.timestampMs);
  }
  await ender.flush();
  node = createServer((request, response) => {
    const from = Number(new URL(request.url ?? "", "http://node").searchParams.get("from"));
    for (const [i, { value }] of blocks.slice(from, from + PAGE).entries()) {
      const block = Buffer.from(value).toString("base64");
      response.write(`${JSON.stringify({ height: from + i, block })}\n`);
    }
    response.end();
  });
  await new Promise<void>((resolve) => node.listen(0, "127.0.0.1", resolve));
  environment = {
    DATABASE_URL: world.services.databaseUrl,
    REDIS_URL: world.services.redisUrl,
    SCRATCH_REDIS_URL: scratch.redisUrl,
    NODE_OPS_URL: `http://127.0.0.1:${(node.address() as AddressInfo).port}`,
  };
});

afterAll(async () => {
  node.close();
  await Promise.all([world.stop(), scratch.stop()]);
});

async function run(extra: Record<string, string> = {}) {
  const lines: string[] = [];
  const code = await reconcile({ ...environment, ...extra }, (line) => lines.push(line));
  return { code, text: lines.join("\n"), last: lines.at(-1) };
}

const scratchDatabases = async () => {
  const { rows } = await database.pool.query(
    `SELECT 1 FROM pg_database WHERE datname LIKE current_database() || '_reconcile_%'`,
  );
  return rows.length;
};

test("a database that equals the blocks has no differences, and nothing is left behind", async () => {
  const { code, text, last } = await run();
  expect(last).toBe("0 differences");
  expect(code).toBe(0);
  expect(text).toMatch(/^blocks +180 rows equal$/m);
  expect(text).toMatch(/^fills +[1-9]\d* rows equal$/m);
  expect(await scratchDatabases()).toBe(0);
});

test("columns of other writers do not count", async () => {
  await database.pool.query(`
    UPDATE perpetual_markets SET "volume24H" = 7;
    UPDATE wallets SET "totalVolume" = 7;
    UPDATE orders SET status = 'CANCELED' WHERE status = 'OPEN';`);
  expect((await run()).last).toBe("0 differences");
});

test("what a killed run left behind is cleared away; a run that goes on is not", async () => {
  const leftover = new URL(world.services.databaseUrl);
  leftover.pathname += "_reconcile_00000000";
  await createDatabaseIfMissing(leftover.href);
  const redis = await connectRedis({ url: scratch.redisUrl });
  await redis.mset({ "perpetua/reconcile": "scratch", "v4/nextFunding/X": "1" });
  const busy = createDatabase({ url: leftover.href });
  await busy.pool.query("SELECT 1");
  await expect(run()).rejects.toThrow("another reconcile is running");
  await busy.close();
  expect((await run()).last).toBe("0 differences");
  expect(await scratchDatabases()).toBe(0);
  expect(await redis.dbsize()).toBe(0);
  await closeRedis(redis);
});

test("a lost, a doubled, a foreign and a changed row are found by table and column", async () => {
  await database.pool.query(`
    DELETE FROM trading_rewards WHERE id = (SELECT id FROM trading_rewards ORDER BY id LIMIT 1);
    INSERT INTO blocks VALUES (-5, now());
    DELETE FROM fills WHERE id = (SELECT id FROM fills ORDER BY id LIMIT 1);
    INSERT INTO transfers SELECT '00000000-0000-5000-8000-000000000000', "senderSubaccountId",
      "recipientSubaccountId", "assetId", size, "eventId", "transactionHash", "createdAt",
      "createdAtHeight", "recipientWalletAddress", "senderWalletAddress" FROM transfers LIMIT 1;
    UPDATE asset_positions SET size = size + 0.000001
      WHERE id = (SELECT id FROM asset_positions ORDER BY id LIMIT 1);
    UPDATE orders SET status = 'FILLED'
      WHERE id = (SELECT id FROM orders WHERE status = 'CANCELED' ORDER BY id LIMIT 1);`);
  const { code, text, last } = await run();
  expect(last).toBe("6 differences");
  expect(code).toBe(1);
  expect(text).toMatch(/^trading_rewards +1 of \d+ rows differ\n {2}\S+ only replay$/m);
  expect(text).toMatch(/^blocks +1 of \d+ rows differ\n {2}-5 only live$/m);
  expect(text).toMatch(/^fills +1 of \d+ rows differ\n {2}\S+ only replay$/m);
  expect(text).toMatch(/^transfers +1 of \d+ rows differ\n {2}00000000-\S+ only live$/m);
  expect(text).toMatch(/^ {4}size: live \S+, replay \S+$/m);
  expect(text).toMatch(/^ {4}status: live FILLED, replay \w+$/m);
});

test("a dry run touches nothing; a Redis that is in use is refused", async () => {
  const { code, text } = await run({ DRY_RUN: "true" });
  expect(code).toBe(0);
  expect(text).toContain("would replay blocks 0 to 179");
  const redis = await connectRedis({ url: scratch.redisUrl });
  await redis.set("somebody", "else");
  await expect(run()).rejects.toThrow(/is not empty/);
  expect(await redis.get("somebody")).toBe("else");
  await closeRedis(redis);
  expect(await scratchDatabases()).toBe(0);
});
