import { Topic } from "@perpetua/messaging";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { FetchBlocks } from "../../../src/ender/backfill.js";
import { type RecordedMessage, readTopic } from "../../../src/replay/recording.js";
import { reconcile } from "../../../src/scripts/reconcile.js";
import { type EnderWorld, RECORDING, startWorld } from "./support.js";

const BLOCKS = 180;
let world: EnderWorld;
let blocks: RecordedMessage[];

/** A node that has more blocks than the database, 100 per answer. */
const fetchBlocks: FetchBlocks = async function* (from) {
  for (const [index, { value }] of blocks.slice(from, from + 100).entries()) {
    yield { height: from + index, bytes: value };
  }
};

beforeAll(async () => {
  blocks = await readTopic(RECORDING, Topic.toEnder);
  world = await startWorld();
  const ender = await world.restart();
  for (const { value, timestampMs } of blocks.slice(0, BLOCKS)) {
    await ender.processBlock(value, timestampMs);
  }
  await ender.flush();
}, 60_000);
afterAll(async () => {
  await world.stop();
});

const run = () => reconcile({ databaseUrl: world.services.databaseUrl, fetchBlocks });

test("a database that ender wrote equals a replay of the block log", async () => {
  const result = await run();
  expect(result).toMatchObject({ height: BLOCKS - 1, differences: [] });
  expect(result.rows).toBeGreaterThan(1_000);
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
  // Vulcan's and roundtable's columns are not the block log's business.
  await pool.query(`UPDATE "orders" SET "status" = 'CANCELED'`);
  await pool.query(`UPDATE "wallets" SET "totalVolume" = 5`);
  const { differences } = await run();
  expect(differences).toEqual([
    { table: "blocks", key: "-5", kind: "unexpected" },
    { table: "fills", key: changed.rows[0].id, kind: "different" },
    { table: "trading_rewards", key: lost.rows[0].id, kind: "missing" },
  ]);
  const left = await pool.query(`SELECT 1 FROM pg_database WHERE datname LIKE 'reconcile_%'`);
  expect(left.rowCount).toBe(0);
}, 60_000);
