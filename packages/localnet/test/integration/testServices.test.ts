import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Kafka, logLevel } from "kafkajs";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestServices, stopTestServices } from "../../src/index.js";
import { isAlive } from "../../src/process/identity.js";
import { ask } from "../../src/process/net.js";
import { waitUntilGone } from "../../src/process/stopProcess.js";
import { readState } from "../../src/testServices/state.js";

const root = mkdtempSync(join(tmpdir(), "perpetua-shared-"));
const home = join(root, "home");
beforeAll(() => {
  process.env.PERPETUA_TEST_HOME = home;
});
afterAll(async () => {
  await stopTestServices();
  rmSync(root, { recursive: true, force: true });
});

async function query(url: string, sql: string) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

test("suites share servers but not databases, Redis databases or topics", async () => {
  const [a, b] = await Promise.all([startTestServices(), startTestServices()]);
  expect(a.kafkaBrokers).toBe(b.kafkaBrokers);
  expect(new URL(a.redisUrl).port).toBe(new URL(b.redisUrl).port);
  expect(a.databaseUrl).not.toBe(b.databaseUrl);
  expect(a.redisUrl).not.toBe(b.redisUrl);
  expect(a.topicPrefix).not.toBe(b.topicPrefix);
  await query(a.databaseUrl, "CREATE TABLE only_in_a (x int)");
  const tables = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'";
  expect(await query(a.databaseUrl, tables)).toEqual([{ tablename: "only_in_a" }]);
  expect(await query(b.databaseUrl, tables)).toEqual([]);

  const admin = new Kafka({
    brokers: [a.kafkaBrokers],
    logLevel: logLevel.NOTHING,
  }).admin();
  await admin.connect();
  await admin.createTopics({ topics: [{ topic: `${a.topicPrefix}to-ender` }] });
  await a.stop();
  expect(await admin.listTopics()).not.toContain(`${a.topicPrefix}to-ender`);
  await admin.disconnect();
  await expect(query(a.databaseUrl, "SELECT 1")).rejects.toThrow(/does not exist/);
  expect(await query(b.databaseUrl, "SELECT 1 AS x")).toEqual([{ x: 1 }]);
  await b.stop();
}, 180_000);

test("servers of a killed keeper are stopped and replaced", async () => {
  const first = await startTestServices();
  const old = readState(home);
  if (old === undefined) throw new Error("no keeper state");
  process.kill(old.keeper.pid, "SIGKILL");
  await waitUntilGone(old.keeper, 5_000);
  const second = await startTestServices();
  expect(old.servers.some(isAlive)).toBe(false);
  expect(second.databaseUrl).not.toBe(first.databaseUrl);
  const url = new URL(second.redisUrl);
  expect(await ask(url.hostname, Number(url.port), "PING\r\n", 1_000)).toContain("PONG");
  await second.stop();
}, 180_000);
