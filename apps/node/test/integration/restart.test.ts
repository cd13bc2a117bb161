import { rmSync } from "node:fs";
import { type Provisioned, provision } from "@perpetua/localnet";
import {
  createKafka,
  decodeValue,
  ensureTopics,
  kafkaOptions,
  runConsumer,
  Topic,
  waitForKafka,
} from "@perpetua/messaging";
import { createSilentLogger } from "@perpetua/telemetry";
import { afterAll, beforeAll, expect, it } from "vitest";
import { BlockSender } from "../../src/indexing/blockSender.js";
import { OffchainSender } from "../../src/indexing/offchainSender.js";
import {
  dieWithOpenMatch,
  FILLED_AT_DEATH,
  FILLED_IN_BLOCK,
  SURVIVOR_CLIENT_ID,
  SURVIVOR_QUANTUMS,
} from "../support/survivingOrder.js";
import { openTestChain, removeHome, tempHome } from "../support/testChain.js";

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

it("loses no order that survives, whatever of it was never sent", async () => {
  const options = kafkaOptions("vulcan", { KAFKA_BROKERS: servers.kafkaBrokers });
  const kafka = createKafka(options);
  await waitForKafka(kafka);
  await ensureTopics(kafka, { replicationFactor: 1, partitions: { [Topic.toVulcan]: 2 } });
  const arrived: string[] = [];
  const consumer = runConsumer(kafka, {
    topics: [Topic.toVulcan],
    groupId: "vulcan",
    fromBeginning: true,
    options,
    onMessages: async (messages) => {
      for (const { value } of messages) {
        if (value === undefined) continue;
        const { orderPlace, orderUpdate } = decodeValue(Topic.toVulcan, value);
        const id = orderPlace?.order?.orderId ?? orderUpdate?.orderId;
        if (id?.clientId !== SURVIVOR_CLIENT_ID) continue;
        const filled = orderUpdate?.totalFilledQuantums;
        arrived.push(filled === undefined ? `placed ${orderPlace?.order?.quantums}` : `${filled}`);
      }
    },
  });
  await consumer.ready;

  // The broker knows of everything, also of the match that no block will take.
  const first = openTestChain();
  let offchain = new OffchainSender(kafka, first.chain, logger);
  await dieWithOpenMatch(first);
  await expect.poll(() => arrived.at(-1), { timeout: 30_000 }).toBe(`${FILLED_AT_DEATH}`);
  await offchain.stop();
  await first.close();
  arrived.length = 0;

  // The next process dies with a broker that was away all its life.
  await servers.kill("kafka");
  const second = openTestChain({ home: first.home });
  offchain = new OffchainSender(kafka, second.chain, logger);
  await second.blocks(2);
  expect(offchain.pending).toBeGreaterThan(0);
  await offchain.stop();
  await second.close();
  expect(arrived).toEqual([]);

  await servers.restart("kafka");
  const third = openTestChain({ home: first.home });
  offchain = new OffchainSender(kafka, third.chain, logger);
  const blocks = new BlockSender(kafka, third.chain, logger, offchain.announced);
  blocks.start();
  await third.blocks(2);
  // What was delivered before the broker died may come again first.
  await expect
    .poll(() => arrived.slice(-2), { timeout: 60_000 })
    .toEqual([`placed ${SURVIVOR_QUANTUMS}`, `${FILLED_IN_BLOCK}`]);
  await expect.poll(() => blocks.lag, { timeout: 30_000 }).toBe(0);
  await blocks.stop();
  await offchain.stop();
  await third.close();
  await consumer.stop();
  removeHome(first.home);
}, 240_000);
