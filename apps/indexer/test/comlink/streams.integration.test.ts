import { StreamHub } from "@perpetua/api";
import { applyMigrations, createDatabase } from "@perpetua/db";
import { startTestServices, type TestServices } from "@perpetua/localnet";
import {
  closeRedis,
  connectRedis,
  createKafka,
  createProducer,
  encodeValue,
  ensureTopics,
  type KafkaOptions,
  kafkaOptions,
  type OrderedProducer,
  Topic,
  waitForKafka,
} from "@perpetua/messaging";
import { socksProto } from "@perpetua/protocol";
import { createSilentLogger } from "@perpetua/telemetry";
import { RECORDINGS } from "@perpetua/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createApiDeps } from "../../src/comlink/apiDeps.js";
import { createComlink } from "../../src/comlink/createComlink.js";
import { consumeStreams } from "../../src/comlink/streamConsumer.js";
import { readCheckpoints } from "../../src/replay/recording.js";
import { loadKeys, loadRows } from "./support/loadCheckpoint.js";
import { SseReader } from "./support/sse.js";

type Closer = () => unknown;

describe("tRPC streams over Kafka", () => {
  const closers: Closer[] = [];
  let servers: TestServices;
  let settings: KafkaOptions;
  let producer: OrderedProducer;

  beforeAll(async () => {
    servers = await startTestServices();
    settings = kafkaOptions("comlink-test", {
      KAFKA_BROKERS: servers.kafkaBrokers,
      KAFKA_TOPIC_PREFIX: servers.topicPrefix,
    });
    await applyMigrations(servers.databaseUrl);
    const database = createDatabase({ url: servers.databaseUrl });
    const redis = await connectRedis({ url: servers.redisUrl });
    const checkpoints = await readCheckpoints(`${RECORDINGS}/main`, "shortterm");
    const checkpoint = checkpoints.at(-1)!;
    await loadRows(database.pool, checkpoint);
    await loadKeys(redis, checkpoint);
    await closeRedis(redis);
    await database.close();
    const kafka = createKafka(settings);
    await waitForKafka(kafka);
    await ensureTopics(kafka, { replicationFactor: 1, partitions: { [Topic.toVulcan]: 1 } });
    producer = createProducer(kafka);
    closers.push(() => producer.close());
  });

  afterAll(async () => {
    for (const close of closers.reverse()) await close();
    await servers.stop();
  });

  /** A comlink of its own, as a restart or a second process would be. */
  async function startComlink(): Promise<string> {
    const database = createDatabase({ url: servers.databaseUrl });
    const redis = await connectRedis({ url: servers.redisUrl });
    const hub = new StreamHub();
    const kafka = createKafka(settings);
    const consumer = consumeStreams(kafka, settings, hub, {
      debug: () => undefined,
      info: () => undefined,
      warning: () => undefined,
      error: () => undefined,
    });
    await consumer.ready;
    const app = await createComlink({
      deps: createApiDeps({ database, redis, hub }),
      limiter: { count: async () => undefined },
      logger: createSilentLogger(),
    });
    const url = await app.listen({ port: 0, host: "127.0.0.1" });
    closers.push(
      () => database.close(),
      () => closeRedis(redis),
      () => consumer.stop(),
      () => app.close(),
    );
    return url;
  }

  let nextHeight = 1_000;

  async function sendHeight(): Promise<string> {
    const blockHeight = String(nextHeight);
    nextHeight += 1;
    const message = socksProto.BlockHeightMessage.fromPartial({
      blockHeight,
      time: "2026-11-23T08:00:00.000Z",
      version: "1.0.0",
    });
    await producer.sendInOrder(Topic.blockHeight, [
      { value: encodeValue(Topic.blockHeight, message) },
    ]);
    return blockHeight;
  }

  async function sendLevel(contents: object): Promise<void> {
    const message = socksProto.OrderbookMessage.fromPartial({
      contents: JSON.stringify(contents),
      clobPairId: "5",
      version: "1.0.0",
    });
    await producer.sendInOrder(Topic.orderbooks, [
      { value: encodeValue(Topic.orderbooks, message) },
    ]);
  }

  function subscribe(base: string, path: string, input: object, lastEventId?: string): SseReader {
    const query = encodeURIComponent(JSON.stringify(input));
    const reader = new SseReader(`${base}/trpc/stream.${path}?input=${query}`, lastEventId);
    closers.push(() => reader.close());
    return reader;
  }

  const heights = (events: readonly { data: unknown }[]) =>
    events.map(({ data }) => (data as { contents: { blockHeight: string } }).contents.blockHeight);

  it("begin with a snapshot, go on with updates and resume after the last id, in any process", async () => {
    const base = await startComlink();
    const reader = subscribe(base, "blockHeight", {});
    const snapshot = await reader.next();
    expect(snapshot.data).toEqual({
      kind: "snapshot",
      contents: { height: "108", time: "2026-11-23T07:35:00.559Z" },
    });
    const other = await startComlink();
    const sent = [await sendHeight(), await sendHeight(), await sendHeight()];
    const updates = await reader.take(3);
    expect(heights(updates)).toEqual(sent);
    reader.close();

    const missed = [await sendHeight(), await sendHeight()];
    const lastId = updates[2]?.id;
    for (const process of [base, other]) {
      const again = subscribe(process, "blockHeight", {}, lastId);
      expect(heights(await again.take(2))).toEqual(missed);
      again.close();
    }
  });

  it("give a snapshot to a process that does not know what was missed", async () => {
    const base = await startComlink();
    await sendHeight();
    const reader = subscribe(base, "blockHeight", {}, "to-websockets-block-height.0=0");
    expect((await reader.next()).data).toMatchObject({ kind: "snapshot" });
    reader.close();
  });

  it("carry many channels on one connection", async () => {
    const base = await startComlink();
    const address = "dydx199tqg4wdlnu4qjlxchpd7seg454937hjrknju4";
    const reader = subscribe(base, "feed", {
      channels: [
        { channel: "orderbook", ticker: "SOL-USD" },
        { channel: "trades", ticker: "SOL-USD", limit: 2 },
        { channel: "candles", ticker: "SOL-USD", resolution: "1MIN" },
        { channel: "markets" },
        { channel: "subaccount", address, subaccountNumber: 0 },
        { channel: "parentSubaccount", address, parentSubaccountNumber: 0 },
        { channel: "subaccount", address, subaccountNumber: 77 },
      ],
    });
    const snapshots = (await reader.take(7)).map((event) => event.data as Record<string, unknown>);
    expect(snapshots).toMatchObject([
      {
        channel: "orderbook",
        ticker: "SOL-USD",
        kind: "snapshot",
        contents: { bids: [{}, {}, {}] },
      },
      { channel: "trades", kind: "snapshot", contents: { trades: [{}, {}] } },
      { channel: "candles", resolution: "1MIN", contents: { candles: [{}] } },
      { channel: "markets", contents: { markets: { "BTC-USD": {} } } },
      { channel: "subaccount", contents: { subaccount: {}, blockHeight: "108" } },
      { channel: "parentSubaccount", contents: { subaccount: { childSubaccounts: {} } } },
      { channel: "subaccount", subaccountNumber: 77, contents: {} },
    ]);
    await sendLevel({ bids: [["23.5", "1"]] });
    expect((await reader.next()).data).toEqual({
      channel: "orderbook",
      ticker: "SOL-USD",
      kind: "update",
      contents: { bids: [["23.5", "1"]] },
    });
    reader.close();
  });

  it("refuse an unknown market", async () => {
    const base = await startComlink();
    const reader = subscribe(base, "orderbook", { ticker: "NOPE-USD" });
    const event = await reader.next();
    expect(event.event).toBe("serialized-error");
    expect(JSON.stringify(event.data)).toContain("ticker must be a valid ticker");
    reader.close();
  });
});
