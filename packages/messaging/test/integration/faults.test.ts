import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Provisioned, provision } from "@perpetua/localnet";
import { afterAll, beforeAll, expect, test } from "vitest";
import * as m from "../../src/index.js";

/** Servers of this suite's own, because it kills them. */
let servers: Provisioned;
const home = mkdtempSync(join(tmpdir(), "perpetua-faults-"));

beforeAll(async () => {
  servers = await provision({ services: ["kafka", "redis"], home });
}, 120_000);
afterAll(async () => {
  await servers.stop();
  rmSync(home, { recursive: true, force: true });
});

/** Longer than everything else here takes. */
const SESSION_MS = 30_000;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function until(condition: () => boolean, timeoutMs = 60_000): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error("condition not reached in time");
    await pause(20);
  }
}

test("a killed broker loses no message and reorders none", async () => {
  const options = m.kafkaOptions(
    "faults",
    { KAFKA_BROKERS: servers.kafkaBrokers },
    { sessionTimeoutMs: SESSION_MS },
  );
  const kafka = m.createKafka(options);
  await m.waitForKafka(kafka);
  await m.ensureTopics(kafka, { replicationFactor: 1, partitions: { [m.Topic.toVulcan]: 4 } });
  const producer = m.createProducer(kafka);
  const seen: number[] = [];
  const consumer = m.runConsumer(kafka, {
    topics: [m.Topic.trades],
    groupId: "faults",
    fromBeginning: true,
    options,
    onMessages: async (messages) => {
      for (const { value } of messages) seen.push(Number(Buffer.from(value ?? []).toString()));
    },
  });
  const seenAlone: number[] = [];
  const alone = m.runConsumer(kafka, {
    topics: [m.Topic.trades, m.Topic.candles],
    groupId: `faults-${randomUUID()}`,
    ownGroup: true,
    fromBeginning: false,
    options,
    onMessages: async (messages) => {
      for (const { value } of messages) seenAlone.push(Number(Buffer.from(value ?? []).toString()));
    },
  });
  await Promise.all([consumer.ready, alone.ready]);

  const total = 3_000;
  const sends: Promise<void>[] = [];
  const produce = async (from: number, to: number) => {
    for (let i = from; i < to; i += 1) {
      sends.push(producer.sendInOrder(m.Topic.trades, [{ value: Buffer.from(String(i)) }]));
      if (i % 10 === 0) await pause(1);
    }
  };
  await produce(0, 1_000);
  const dying = produce(1_000, 2_000);
  await servers.kill("kafka");
  await dying;
  expect(producer.pendingMessages).toBeGreaterThan(0);
  await servers.restart("kafka");
  const backAt = Date.now();
  await produce(2_000, total);
  await Promise.all(sends);
  await producer.sendInOrder(m.Topic.candles, [{ value: Buffer.from("-1") }]);
  await until(() => new Set(seen).size === total && seenAlone.length > total);
  // Nobody waits for the sessions of members whose broker died.
  expect(Date.now() - backAt).toBeLessThan(SESSION_MS / 2);

  // A message may come twice, but the first arrivals are in order.
  const firsts = [...new Set(seen)];
  expect(firsts).toEqual(Array.from({ length: total }, (_, i) => i));
  const aloneTrades = seenAlone.filter((value) => value >= 0);
  expect([...new Set(aloneTrades)]).toEqual(firsts);
  expect(seenAlone).toContain(-1);
  expect(producer.healthy).toBe(true);
  expect(consumer.healthy).toBe(true);
  await Promise.all([consumer.stop(), alone.stop()]);
  await producer.close();
}, 120_000);

test("a killed consumer's successor does not wait for its session, and spares others", async () => {
  const member = fileURLToPath(new URL("fixtures/member.ts", import.meta.url));
  const { NODE_OPTIONS: _options, VITEST: _vitest, ...env } = process.env;
  const args = ["--conditions=source", "--import", "tsx", member];
  args.push(servers.kafkaBrokers, "vulcan@a", String(SESSION_MS));
  const child = spawn(process.execPath, args, { env, stdio: ["ignore", "pipe", "inherit"] });
  const seen = new Set<string>();
  const joinAs = (clientId: string) => {
    const environment = { KAFKA_BROKERS: servers.kafkaBrokers };
    const options = m.kafkaOptions(clientId, environment, { sessionTimeoutMs: SESSION_MS });
    const kafka = m.createKafka(options);
    const consumer = m.runConsumer(kafka, {
      topics: [m.Topic.toVulcan],
      groupId: "shared",
      fromBeginning: true,
      options,
      soleClient: true,
      onMessages: async (messages) => {
        for (const { value } of messages) seen.add(Buffer.from(value ?? []).toString());
      },
    });
    return { kafka, consumer };
  };
  await once(child.stdout, "data");
  const other = joinAs("vulcan@b");
  await other.consumer.ready;
  child.kill("SIGKILL");
  await once(child, "exit");
  const killedAt = Date.now();
  const successor = joinAs("vulcan@a");
  await successor.consumer.ready;
  const producer = m.createProducer(successor.kafka);
  const messages = Array.from({ length: 40 }, (_, i) => ({
    key: Buffer.from(`key ${i}`),
    value: Buffer.from(`value ${i}`),
  }));
  await producer.sendInOrder(m.Topic.toVulcan, messages);
  await until(() => seen.size === messages.length);
  expect(Date.now() - killedAt).toBeLessThan(SESSION_MS / 2);
  const group = await m.withAdmin(successor.kafka, (admin) => admin.describeGroups(["shared"]));
  const members = group.groups[0]?.members.map(({ clientId }) => clientId).sort();
  expect(members).toEqual(["vulcan@a", "vulcan@b"]);
  await Promise.all([other.consumer.stop(), successor.consumer.stop(), producer.close()]);
}, 120_000);

test("commands wait for a killed Redis and succeed after its restart", async () => {
  let reconnects = 0;
  const redis = await m.connectRedis({
    url: servers.redisUrl,
    reconnectTimeoutMs: 50,
    onReconnect: () => {
      reconnects += 1;
    },
  });
  expect(await m.lock(redis, "before", "me", 60_000)).toBe(true);
  await servers.kill("redis");
  const waiting = m.lock(redis, "during", "me", 60_000);
  const script = m.countInWindow(redis, "counter", 60);
  await pause(200);
  await servers.restart("redis");
  expect(await waiting).toBe(true);
  expect(await script).toBe(1);
  expect(await m.unlock(redis, "during", "me")).toBe(true);
  expect(reconnects).toBeGreaterThan(0);
  await m.closeRedis(redis);
}, 60_000);
