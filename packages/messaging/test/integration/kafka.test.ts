import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  ALL_TOPICS,
  BatchingProducer,
  createKafka,
  createProducer,
  ensureTopics,
  type IncomingMessage,
  lastMessage,
  nextOffsets,
  runConsumer,
  Topic,
  waitForKafka,
} from "../../src/index.js";
import { services, testKafkaOptions } from "./services.js";

const options = testKafkaOptions("messaging-test");
const kafka = createKafka(options);
const producer = createProducer(kafka);
const text = (value: string) => ({ value: Buffer.from(value) });

beforeAll(async () => {
  await waitForKafka(kafka);
  const changes = await ensureTopics(kafka, { replicationFactor: 1 });
  expect(changes).toEqual({ created: ALL_TOPICS, grown: [] });
});
afterAll(async () => {
  await producer.close();
  await services.stop();
});

/** Consumes a topic from its present end on. */
async function listen(
  topic: Topic,
  onMessages: (messages: readonly IncomingMessage[]) => Promise<void>,
  chunkSize = 100,
) {
  const consumer = runConsumer(kafka, {
    topics: [topic],
    groupId: `messaging-test-${randomUUID()}`,
    fromBeginning: false,
    options,
    onMessages,
    chunkSize,
  });
  await consumer.ready;
  // Offsets of a new group are looked up with the first fetch.
  await new Promise((resolve) => setTimeout(resolve, 300));
  return consumer;
}

async function until(condition: () => boolean, timeoutMs = 20_000): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error("condition not reached in time");
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

test("topics have the partition counts of the reference, and are created once", async () => {
  expect(await ensureTopics(kafka, { replicationFactor: 1 })).toEqual({ created: [], grown: [] });
  expect(await nextOffsets(kafka, Topic.toVulcan)).toHaveLength(210);
  expect(await nextOffsets(kafka, Topic.subaccounts)).toHaveLength(3);
});

test("messages keep the order of the calls and carry key, headers and time", async () => {
  const seen: IncomingMessage[] = [];
  const consumer = await listen(Topic.trades, async (messages) => void seen.push(...messages));
  const sends = Array.from({ length: 500 }, (_, i) =>
    producer.sendInOrder(Topic.trades, [
      {
        ...text(`m${i}`),
        key: Buffer.from([i & 255]),
        headers: { a: "b", raw: Buffer.from([255]) },
      },
    ]),
  );
  await Promise.all(sends);
  await until(() => seen.length >= 500);
  await consumer.stop();
  expect(seen.map(({ value }) => Buffer.from(value!).toString())).toEqual(
    Array.from({ length: 500 }, (_, i) => `m${i}`),
  );
  expect(seen[3]!.key).toEqual(Buffer.from([3]));
  expect(seen[3]!.headers).toEqual({ a: Buffer.from("b"), raw: Buffer.from([255]) });
  expect(Math.abs(Date.now() - seen[3]!.timestampMs!)).toBeLessThan(30_000);
  expect(producer.pendingMessages).toBe(0);
  expect(producer.pendingBytes).toBe(0);
});

test("a failing handler gets the same messages again before any later one", async () => {
  const seen: string[] = [];
  let failures = 2;
  const consumer = await listen(
    Topic.markets,
    async ([message]) => {
      seen.push(Buffer.from(message!.value!).toString());
      if (seen.length >= 2 && failures-- > 0) throw new Error("database is away");
    },
    1,
  );
  await producer.sendInOrder(Topic.markets, [text("a"), text("b"), text("c")]);
  await until(() => seen.includes("c"));
  await consumer.stop();
  expect(seen).toEqual(["a", "b", "b", "b", "c"]);
});

test("a stopped consumer's group continues where it had finished", async () => {
  const groupId = `messaging-test-${randomUUID()}`;
  const seen: string[] = [];
  const start = () =>
    runConsumer(kafka, {
      topics: [Topic.candles],
      groupId,
      fromBeginning: false,
      options,
      onMessages: async (messages) => {
        for (const { value } of messages) seen.push(Buffer.from(value!).toString());
      },
    });
  const first = start();
  await first.ready;
  await new Promise((resolve) => setTimeout(resolve, 300));
  await producer.sendInOrder(Topic.candles, [text("1"), text("2")]);
  await until(() => seen.length === 2);
  await first.stop();
  await producer.sendInOrder(Topic.candles, [text("3")]);
  const second = start();
  await until(() => seen.length >= 3);
  await second.stop();
  expect(seen).toEqual(["1", "2", "3"]);
});

test("a consumer that keeps its own progress starts where it says, in a new group too", async () => {
  const [before = 0n] = await nextOffsets(kafka, Topic.candles);
  await producer.sendInOrder(Topic.candles, ["a", "b", "c", "d"].map(text));
  const seen: string[] = [];
  const consumer = runConsumer(kafka, {
    topics: [Topic.candles],
    groupId: `messaging-test-${randomUUID()}`,
    fromBeginning: true,
    startAt: () => before + 2n,
    options,
    onMessages: async (messages) => {
      for (const { value } of messages) seen.push(Buffer.from(value!).toString());
    },
  });
  await until(() => seen.length >= 2);
  await consumer.stop();
  expect(seen).toEqual(["c", "d"]);
});

test("a handler that waits longer than the session keeps its partitions", async () => {
  const impatient = { ...options, sessionTimeoutMs: 6_000, heartbeatIntervalMs: 500 };
  let calls = 0;
  const seen: string[] = [];
  const consumer = runConsumer(kafka, {
    topics: [Topic.markets],
    groupId: `messaging-test-${randomUUID()}`,
    ownGroup: true,
    fromBeginning: false,
    options: impatient,
    onMessages: async (messages) => {
      calls += 1;
      if (calls === 1) await new Promise((resolve) => setTimeout(resolve, 8_000));
      for (const { value } of messages) seen.push(Buffer.from(value!).toString());
    },
  });
  await consumer.ready;
  await producer.sendInOrder(Topic.markets, [text("slow")]);
  await until(() => calls === 1);
  await producer.sendInOrder(Topic.markets, [text("next")]);
  await until(() => seen.length >= 2);
  await consumer.stop();
  expect(seen).toEqual(["slow", "next"]);
}, 40_000);

test("lastMessage finds the newest block message", async () => {
  await producer.sendInOrder(Topic.toEnder, [text("older"), text("newest")]);
  const message = await lastMessage(kafka, Topic.toEnder);
  expect(Buffer.from(message!.value!).toString()).toBe("newest");
});

test("a message that the broker refuses is rejected alone, its neighbours arrive", async () => {
  const huge = { value: Buffer.alloc(30_000_000, 120) };
  const [before, refused, after] = await Promise.allSettled([
    producer.sendInOrder(Topic.blockHeight, [text("before")]),
    producer.sendInOrder(Topic.blockHeight, [huge]),
    producer.sendInOrder(Topic.blockHeight, [text("after")]),
  ]);
  expect(before!.status).toBe("fulfilled");
  expect(refused).toMatchObject({ status: "rejected", reason: { code: "REFUSED" } });
  expect(after!.status).toBe("fulfilled");
});

test("what waits for the broker is bounded, and a closed producer takes nothing", async () => {
  const small = createProducer(kafka, { maxPendingBytes: 10 });
  const first = small.sendInOrder(Topic.trades, [text("0123456789")]);
  await expect(small.sendInOrder(Topic.trades, [text("x")])).rejects.toMatchObject({
    code: "QUEUE_FULL",
  });
  await first;
  await small.close();
  await expect(small.sendInOrder(Topic.trades, [text("x")])).rejects.toMatchObject({
    code: "CLOSED",
  });
});

test("the batching producer cuts at the byte limit (K1)", async () => {
  const requests: number[] = [];
  const recording = {
    ...producer,
    sendInOrder: async (_topic: Topic, messages: readonly { value: Uint8Array }[]) => {
      requests.push(messages.reduce((sum, { value }) => sum + value.byteLength, 0));
    },
  };
  const batching = new BatchingProducer(recording as never, Topic.toVulcan);
  for (const size of [500_000, 300_000, 200_000]) batching.add({ value: Buffer.alloc(size) });
  await batching.flush();
  expect(requests).toEqual([800_000, 200_000]);
});
