import { rmSync } from "node:fs";
import { type Provisioned, provision } from "@perpetua/localnet";
import {
  createKafka,
  ensureTopics,
  type KafkaClient,
  kafkaOptions,
  runConsumer,
  Topic,
  waitForKafka,
} from "@perpetua/messaging";
import { indexerManager } from "@perpetua/protocol";
import { createSilentLogger, type Logger } from "@perpetua/telemetry";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { localGenesis } from "../../src/genesis/localGenesis.js";
import { BlockSender } from "../../src/indexing/blockSender.js";
import { OffchainSender } from "../../src/indexing/offchainSender.js";
import { carl } from "../support/accounts.js";
import { openTestChain, removeHome, type TestChain, tempHome } from "../support/testChain.js";
import { deposit, shortTermOrder, signed } from "../support/txs.js";

/** A broker of this suite's own, because it is killed. */
let servers: Provisioned;
const home = tempHome();
const logger = createSilentLogger();

beforeAll(async () => {
  servers = await provision({ services: ["kafka"], home });
}, 180_000);

afterAll(async () => {
  await servers.stop();
  rmSync(home, { recursive: true, force: true });
});

describe("block sender against a real broker", () => {
  const chains: TestChain[] = [];
  let kafka: KafkaClient;
  let heights: number[];
  let stopConsumer: () => Promise<void>;
  let serial = 0;

  /** Topics of a test's own and everything that arrives in them. */
  async function openTopics(): Promise<void> {
    const KAFKA_TOPIC_PREFIX = `sender${++serial}.`;
    const options = kafkaOptions("test", {
      KAFKA_BROKERS: servers.kafkaBrokers,
      KAFKA_TOPIC_PREFIX,
    });
    kafka = createKafka(options);
    await waitForKafka(kafka);
    const partitions = { [Topic.toVulcan]: 2 };
    await ensureTopics(kafka, { replicationFactor: 1, partitions });
    const seen: number[] = [];
    heights = seen;
    const consumer = runConsumer(kafka, {
      topics: [Topic.toEnder],
      groupId: "ender",
      fromBeginning: true,
      options,
      onMessages: async (messages) => {
        for (const { value } of messages) {
          const block = indexerManager.IndexerTendermintBlock.decode(value ?? new Uint8Array());
          seen.push(block.height);
        }
      },
    });
    stopConsumer = () => consumer.stop();
    await consumer.ready;
  }

  function open(options: Parameters<typeof openTestChain>[0] = {}): TestChain {
    const test = openTestChain(options);
    chains.push(test);
    return test;
  }

  afterAll(async () => {
    for (const test of chains) await test.close();
    for (const folder of new Set(chains.map((t) => t.home))) removeHome(folder);
  });

  async function arrived(height: number): Promise<void> {
    await expect.poll(() => heights.at(-1), { timeout: 60_000 }).toBe(height);
    // Repeats are allowed, a gap or a step back before the first arrival is not.
    expect([...new Set(heights)]).toEqual(Array.from({ length: height + 1 }, (_, i) => i));
  }

  it("sends genesis and every block once, and goes on where the broker is", async () => {
    await openTopics();
    const test = open();
    await test.blocks(3);
    const sender = new BlockSender(kafka, test.chain, logger);
    sender.start();
    await test.blocks(2);
    await arrived(5);
    expect(heights).toHaveLength(6);
    await expect.poll(() => sender.lag, { timeout: 10_000 }).toBe(0);
    await sender.stop();

    // A kill between commit and send: blocks are on disk, nobody sent them, the process is new.
    await test.blocks(4);
    await test.close();
    const again = open({ home: test.home });
    const second = new BlockSender(kafka, again.chain, logger);
    second.start();
    await arrived(9);
    expect(heights).toHaveLength(10);
    await second.stop();
    await stopConsumer();
  }, 120_000);

  it("keeps blocks while the broker is down, and sends all of them when it is back", async () => {
    await openTopics();
    const test = open();
    const sender = new BlockSender(kafka, test.chain, logger);
    sender.start();
    await test.blocks(3);
    await arrived(3);
    const dying = test.blocks(20);
    await servers.kill("kafka");
    await dying;
    await test.blocks(10);
    expect(sender.lag).toBeGreaterThan(0);
    await servers.restart("kafka");
    await test.blocks(2);
    await arrived(35);
    await expect.poll(() => sender.lag, { timeout: 30_000 }).toBe(0);
    expect(sender.healthy).toBe(true);
    await sender.stop();
    await stopConsumer();
  }, 180_000);

  it.each([
    ["is longer", 1, "holds block 4 and this chain is at 1"],
    ["differs at the same height", 5, "holds another block 4 than this chain made"],
  ])(
    "refuses a topic of another chain that %s, and says so once",
    async (_case, own, what) => {
      await openTopics();
      const long = open();
      await long.blocks(4);
      const sender = new BlockSender(kafka, long.chain, logger);
      sender.start();
      await arrived(4);
      await sender.stop();
      const other = open({ genesis: localGenesis(new Date("2026-11-26T00:00:00Z")) });
      await other.blocks(own);
      const lines: string[] = [];
      const noting = { ...logger, error: (text: string) => lines.push(text) };
      const lost = new BlockSender(kafka, other.chain, noting as unknown as Logger);
      lost.start();
      const line = `no blocks are sent: OTHER_CHAIN: to-ender ${what}`;
      await expect.poll(() => lines, { timeout: 30_000 }).toEqual([expect.stringContaining(line)]);
      await new Promise((resolve) => setTimeout(resolve, 2_500));
      expect(lines).toHaveLength(1);
      expect(lost.fault).toContain("start with --fresh");
      expect(lost.healthy).toBe(false);
      expect(heights).toHaveLength(5);
      await lost.stop();
      await stopConsumer();
    },
    120_000,
  );

  it("holds new blocks back until the orders of the restart are with the broker", async () => {
    await openTopics();
    const test = open();
    await test.blocks(3);
    let announce = () => {};
    const announced = new Promise<void>((resolve) => {
      announce = resolve;
    });
    const sender = new BlockSender(kafka, test.chain, logger, announced);
    sender.start();
    await arrived(3);
    await test.blocks(2);
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(heights.at(-1)).toBe(3);
    announce();
    await arrived(5);
    await sender.stop();
    await stopConsumer();
  }, 120_000);

  it("sends order updates with their key and the transaction's hash", async () => {
    await openTopics();
    const test = open();
    const updates: { key: number; hash: string | undefined }[] = [];
    const options = kafkaOptions("vulcan", {
      KAFKA_BROKERS: servers.kafkaBrokers,
      KAFKA_TOPIC_PREFIX: kafka.topicPrefix,
    });
    const consumer = runConsumer(kafka, {
      topics: [Topic.toVulcan],
      groupId: "vulcan",
      fromBeginning: true,
      options,
      onMessages: async (messages) => {
        for (const { key, headers } of messages) {
          const hash = headers?.TransactionHash;
          updates.push({
            key: key?.length ?? 0,
            hash: hash === undefined ? undefined : Buffer.from(hash).toString("hex").toUpperCase(),
          });
        }
      },
    });
    await consumer.ready;
    const sender = new OffchainSender(kafka, test.chain, logger);
    await test.chain.submit(signed({ from: carl, sequence: 0n }, deposit(carl, 1_000)));
    await test.blocks(2);
    const order = shortTermOrder(carl, { clientId: 1, goodTilBlock: 10 });
    const { hash, check } = await test.chain.submit(signed({ from: carl, sequence: 0n }, order));
    expect(check.code).toBe(0);
    await expect
      .poll(() => updates.filter((u) => u.hash === hash).length, { timeout: 30_000 })
      .toBe(2);
    expect(updates.every(({ key }) => key === 32)).toBe(true);
    await sender.stop();
    await consumer.stop();
    await stopConsumer();
  }, 120_000);
});
