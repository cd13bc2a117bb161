import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { startTestServices, type TestServices } from "@perpetua/localnet";
import { Topic } from "@perpetua/messaging";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type RecordedMessage, readTopic } from "../../../src/replay/recording.js";
import { reconcile } from "../../../src/scripts/reconcile/reconcile.js";
import { type EnderWorld, RECORDING, startWorld } from "./support.js";

const BLOCKS = 180;
let world: EnderWorld;
let scratch: TestServices;
let blocks: RecordedMessage[];

/** A node that has more blocks than the database, 100 per answer. */
const node = createServer((request, response) => {
  const from = Number(new URL(request.url ?? "", "http://node").searchParams.get("from"));
  for (const [index, { value }] of blocks.slice(from, from + 100).entries()) {
    const block = Buffer.from(value).toString("base64");
    response.write(`${JSON.stringify({ height: from + index, block })}\n`);
  }
  response.end();
});

beforeAll(async () => {
  blocks = await readTopic(RECORDING, Topic.toEnder);
  world = await startWorld();
  scratch = await startTestServices();
  await new Promise<void>((resolve) => node.listen(0, "127.0.0.1", resolve));
  const ender = await world.restart();
  for (const { value, timestampMs } of blocks.slice(0, BLOCKS)) {
    await ender.processBlock(value, timestampMs);
  }
  await ender.flush();
}, 60_000);
afterAll(async () => {
  node.close();
  await scratch.stop();
  await world.stop();
});

async function run(): Promise<{ code: number; lines: string[] }> {
  const lines: string[] = [];
  const environment = {
    DATABASE_URL: world.services.databaseUrl,
    REDIS_URL: world.services.redisUrl,
    SCRATCH_REDIS_URL: scratch.redisUrl,
    NODE_OPS_URL: `http://127.0.0.1:${(node.address() as AddressInfo).port}`,
  };
  const code = await reconcile(environment, (line) => void lines.push(line));
  return { code, lines };
}

test("a database that ender wrote equals a replay of the block log", async () => {
  const { code, lines } = await run();
  expect(lines.at(-1)).toBe("0 differences");
  expect(code).toBe(0);
}, 60_000);

test("one changed, one lost and one foreign row are found, and nothing stays behind", async () => {
  const { pool } = world.database;
  const lost = await pool.query(
    `DELETE FROM "trading_rewards" WHERE "id" = (SELECT "id" FROM "trading_rewards" LIMIT 1) RETURNING "id"`,
  );
  const changed = await pool.query(
    `UPDATE "fills" SET "size" = "size" + 0.000001 WHERE "id" = (SELECT "id" FROM "fills" LIMIT 1) RETURNING "id"`,
  );
  await pool.query(`INSERT INTO "blocks" VALUES (-5, now())`);
  // Roundtable's columns are not the block log's business.
  await pool.query(`UPDATE "wallets" SET "totalVolume" = 5`);
  const { code, lines } = await run();
  expect(lines.at(-1)).toBe("3 differences");
  expect(code).toBe(1);
  for (const id of [changed.rows[0].id, lost.rows[0].id]) {
    expect(lines.some((line) => line.includes(id))).toBe(true);
  }
  const left = await pool.query(`SELECT 1 FROM pg_database WHERE datname LIKE '%reconcile%'`);
  expect(left.rowCount).toBe(0);
}, 60_000);
