import { type ChildProcess, spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { blocks as blocksTable, selectRows } from "@perpetua/db";
import { freePort } from "@perpetua/localnet";
import {
  createKafka,
  createProducer,
  ensureTopics,
  kafkaOptions,
  runConsumer,
  Topic,
  WEBSOCKET_TOPICS,
  waitForKafka,
} from "@perpetua/messaging";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ENDER_TABLES } from "../../../src/replay/compareRows.js";
import { type RecordedMessage, readTopic } from "../../../src/replay/recording.js";
import { type EnderWorld, RECORDING, startWorld } from "./support.js";

const MAIN = fileURLToPath(new URL("../../../src/main.ts", import.meta.url));
const BLOCKS = 500;
const KILLS = 4;
const SEED = 20_261_125;

let reference: EnderWorld;
let recorded: RecordedMessage[];

beforeAll(async () => {
  recorded = (await readTopic(RECORDING, Topic.toEnder)).slice(0, BLOCKS);
  reference = await startWorld();
  const ender = await reference.restart();
  for (const block of recorded) await ender.processBlock(block.value, block.timestampMs);
  await ender.flush();
}, 120_000);
afterAll(async () => {
  await reference.stop();
});

/** Reproducible waits before each kill. */
function* delaysMs(seed: number): Generator<number> {
  for (let state = seed; ; state = (state * 48_271) % 2_147_483_647) yield 150 + (state % 450);
}

async function allRows(world: EnderWorld): Promise<Record<string, string[]>> {
  const tables: Record<string, string[]> = {};
  for (const table of ENDER_TABLES) {
    const { rows } = await world.database.pool.query<{ row: string }>(
      `SELECT t::text AS row FROM "${table}" AS t ORDER BY 1`,
    );
    tables[table] = rows.map(({ row }) => row);
  }
  return tables;
}

test("ender killed again and again under load loses and doubles nothing", async () => {
  const world = await startWorld();
  const { services } = world;
  const environment = {
    DATABASE_URL: services.databaseUrl,
    REDIS_URL: services.redisUrl,
    KAFKA_BROKERS: services.kafkaBrokers,
    KAFKA_TOPIC_PREFIX: services.topicPrefix,
    LOG_LEVEL: "warn",
  };
  const options = kafkaOptions("ender-kill-test", environment);
  const kafka = createKafka(options);
  await waitForKafka(kafka);
  await ensureTopics(kafka, { replicationFactor: 1 });
  const producer = createProducer(kafka);

  // Two of them: one leads, the other waits to take over.
  const ports = [await freePort(), await freePort()];
  const start = (index: number): ChildProcess =>
    spawn(process.execPath, ["--conditions=source", "--import", "tsx", MAIN, "ender"], {
      env: { ...process.env, ...environment, OPS_PORT: String(ports[index]) },
      stdio: ["ignore", "inherit", "inherit"],
    });
  const height = async (): Promise<number> => {
    const rows = await selectRows(
      world.database.pool,
      blocksTable,
      `ORDER BY "blockHeight" DESC LIMIT 1`,
    );
    return rows[0] === undefined ? -1 : Number(rows[0].blockHeight);
  };
  const waitForHeight = async (atLeast: number): Promise<void> => {
    for (let waited = 0; (await height()) < atLeast; waited += 20) {
      if (waited > 60_000) throw new Error(`ender stays at ${await height()}`);
      await sleep(20);
    }
  };

  const children = [start(0), start(1)];
  try {
    const delays = delaysMs(SEED);
    const share = Math.ceil(BLOCKS / (KILLS + 1));
    for (let round = 0; round <= KILLS; round += 1) {
      const part = recorded.slice(round * share, (round + 1) * share);
      const sent = producer.sendInOrder(
        Topic.toEnder,
        part.map(({ value }) => ({ value })),
      );
      await waitForHeight(round * share);
      if (round === KILLS) break;
      await sleep(delays.next().value);
      const victim = round % children.length;
      children[victim]!.kill("SIGKILL");
      await sent;
      children[victim] = start(victim);
    }
    await waitForHeight(BLOCKS - 1);
    expect(await allRows(world)).toEqual(await allRows(reference));
    await checkMessages(kafka, options, reference);
    const leader = await findLeader(ports);
    expect(await ask(leader, "/health/ready")).toMatchObject([
      200,
      expect.stringContaining(`"height":${BLOCKS - 1}`),
    ]);
    const [, metrics] = await ask(leader, "/metrics");
    expect(metrics).toContain(`perpetua_ender_block_height ${BLOCKS - 1}`);
    const left = await world.database.pool.query("SELECT 1 FROM outbox");
    expect(left.rowCount).toBe(0);
  } finally {
    const ended = children.map((child) => new Promise((resolve) => child.once("exit", resolve)));
    for (const child of children) child.kill("SIGTERM");
    await Promise.all(ended);
    await producer.close();
    await world.stop();
  }
}, 180_000);

async function ask(port: number, path: string): Promise<[number, string]> {
  const response = await fetch(`http://127.0.0.1:${port}${path}`);
  return [response.status, await response.text()];
}

/** Waits until a process that was just started serves its port. */
async function waitUntilServing(port: number): Promise<void> {
  const deadline = Date.now() + 30_000;
  for (;;) {
    try {
      await ask(port, "/metrics");
      return;
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await sleep(50);
    }
  }
}

/** The one of the two that is ready; the other says that it does not lead. */
async function findLeader(ports: readonly number[]): Promise<number> {
  await Promise.all(ports.map(waitUntilServing));
  const answers = await Promise.all(ports.map((port) => ask(port, "/health/ready")));
  const leaders = ports.filter((_, index) => answers[index]![0] === 200);
  expect(leaders, JSON.stringify(answers)).toHaveLength(1);
  return leaders[0]!;
}

/** Every message arrived, in order; only whole blocks may have come twice. */
async function checkMessages(
  kafka: ReturnType<typeof createKafka>,
  options: ReturnType<typeof kafkaOptions>,
  expected: EnderWorld,
): Promise<void> {
  const topics = [...WEBSOCKET_TOPICS.filter((topic) => topic !== Topic.orderbooks)];
  const got = new Map<string, string[]>(topics.map((topic) => [topic, []]));
  const consumer = runConsumer(kafka, {
    topics,
    groupId: "ender-kill-check",
    fromBeginning: true,
    options: { ...options, waitMaxTimeMs: 50 },
    onMessages: async (messages) => {
      for (const { topic, value } of messages) {
        got.get(topic)?.push(Buffer.from(value ?? []).toString("hex"));
      }
    },
  });
  const wanted = new Map(
    topics.map((topic) => [
      topic,
      expected.producer.sent(topic).map(({ value }) => Buffer.from(value).toString("hex")),
    ]),
  );
  const lacking = (): string[] =>
    topics.filter((topic) => {
      const seen = new Set(got.get(topic));
      return wanted.get(topic)?.some((value) => !seen.has(value));
    });
  for (let waited = 0; lacking().length > 0 && waited < 20_000; waited += 100) await sleep(100);
  await consumer.stop();
  expect(lacking(), "topics that lack messages").toEqual([]);
  for (const topic of topics) {
    const known = new Set(wanted.get(topic));
    const foreign = (got.get(topic) ?? []).filter((value) => !known.has(value));
    expect(foreign, `unknown messages on ${topic}`).toEqual([]);
    // One partition: after dropping repetitions the order is the reference's.
    if (topic === Topic.subaccounts) continue;
    expect([...new Set(got.get(topic))], topic).toEqual([...new Set(wanted.get(topic))]);
  }
}
