import { setTimeout as sleep } from "node:timers/promises";
import { createPool } from "@perpetua/db";
import { Topic } from "@perpetua/messaging";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ENDER_TABLES } from "../../../src/replay/compareRows.js";
import { type RecordedMessage, readTopic } from "../../../src/replay/recording.js";
import { type EnderWorld, RECORDING, startWorld } from "./support.js";

const BLOCKS = 250;
/** Long enough for some blocks between two drops on a busy machine. */
const PAUSE_MS = 200;
let blocks: RecordedMessage[];
let reference: EnderWorld;

beforeAll(async () => {
  blocks = (await readTopic(RECORDING, Topic.toEnder)).slice(0, BLOCKS);
  reference = await startWorld();
  const ender = await reference.restart();
  for (const { value, timestampMs } of blocks) await ender.processBlock(value, timestampMs);
  await ender.flush();
}, 60_000);
afterAll(async () => {
  await reference.stop();
});

async function allRows(world: EnderWorld): Promise<unknown> {
  const tables: Record<string, unknown> = {};
  for (const table of ENDER_TABLES) {
    const { rows } = await world.database.pool.query(
      `SELECT t::text AS row FROM "${table}" AS t ORDER BY 1`,
    );
    tables[table] = rows;
  }
  return tables;
}

test("Postgres drops every connection again and again: nothing is lost or doubled", async () => {
  const world = await startWorld();
  const killer = createPool({ url: world.services.databaseUrl, maxConnections: 1 });
  let running = true;
  let dropped = 0;
  const dropConnections = async (): Promise<void> => {
    while (running) {
      const { rowCount } = await killer.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE datname = current_database() AND pid <> pg_backend_pid()`,
      );
      dropped += rowCount ?? 0;
      await sleep(PAUSE_MS);
    }
  };
  const dropping = dropConnections();
  try {
    const ender = await retry(() => world.restart());
    for (const { value, timestampMs } of blocks) {
      await retry(() => ender.processBlock(value, timestampMs));
    }
    running = false;
    await dropping;
    await retry(() => ender.flush());
    expect(dropped).toBeGreaterThan(3);
    expect(ender.height).toBe(BLOCKS - 1);
    expect(await allRows(world)).toEqual(await allRows(reference));
    for (const topic of [Topic.trades, Topic.blockHeight, Topic.subaccounts, Topic.toVulcan]) {
      const hex = (w: EnderWorld) =>
        w.producer.sent(topic).map(({ value }) => Buffer.from(value).toString("hex"));
      expect([...new Set(hex(world))], topic).toEqual([...new Set(hex(reference))]);
    }
  } finally {
    running = false;
    await killer.end();
    await world.stop();
  }
}, 120_000);

/** What the consumer does: the same again after a pause, for ever. */
async function retry<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (attempt > 200) throw error;
      await sleep(5);
    }
  }
}
