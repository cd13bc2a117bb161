import { createDatabase } from "@perpetua/db";
import {
  closeRedis,
  connectRedis,
  createKafka,
  createProducer,
  type KafkaClient,
  type KafkaOptions,
  kafkaOptions,
  nextOffsets,
  runConsumer,
  Topic,
} from "@perpetua/messaging";
import { z } from "zod";
import { flag, integer, readOptions } from "../options/options.js";
import type { ServiceContext, ServiceModule } from "../shared/service.js";
import { fetchBlocksFrom } from "./backfill.js";
import { createEnder, type Ender } from "./createEnder.js";
import { BlockError } from "./model/blockError.js";

const schema = z.object({
  SEND_WEBSOCKET_MESSAGES: flag().default(true).describe("false: nothing is sent to Kafka"),
  SKIP_STATEFUL_ORDER_UUIDS: z.string().default("").describe("comma-separated order ids to skip"),
  ORDERBOOK_MID_PRICE_REFRESH_INTERVAL_MS: integer()
    .default(10_000)
    .describe("how often candles' mid prices are read from Redis"),
});

const SESSION_TIMEOUT_MS = 6_000;

/** Ender: block events into Postgres, and from there to the WebSocket topics and vulcan. */
export const service: ServiceModule = {
  name: "ender",
  describe: "block events to Postgres",
  start: startEnder,
};

async function startEnder(context: ServiceContext): Promise<void> {
  const { options, logger, messagingLog, shutdown } = context;
  const own = readOptions(schema, context.environment);
  const kafkaSettings = kafkaOptions(
    "ender",
    { ...context.environment, KAFKA_BROKERS: options.kafkaBrokers },
    // The least that brokers accept by default: so long a killed ender blocks its successor.
    { sessionTimeoutMs: SESSION_TIMEOUT_MS },
  );
  const kafka = createKafka(kafkaSettings, messagingLog);
  const database = createDatabase({
    url: options.databaseUrl,
    readUrl: options.databaseReadUrl,
    maxConnections: options.databasePoolMax,
    onIdleError: (error) => logger.warn({ err: error }, "database connection lost"),
  });
  shutdown.onClose("ender database", () => database.close());
  const redis = await connectRedis({ url: options.redisUrl, log: messagingLog });
  shutdown.onClose("ender redis", () => closeRedis(redis));
  const producer = createProducer(kafka, { log: messagingLog });
  shutdown.onClose("ender producer", () => producer.close());

  const metrics = enderMetrics(context);
  const ender = createEnder({
    database,
    redis,
    producer,
    logger,
    fetchBlocks: fetchBlocksFrom(options.nodeOpsUrl),
    skippedOrders: own.SKIP_STATEFUL_ORDER_UUIDS.split(",").filter((id) => id !== ""),
    sendMessages: own.SEND_WEBSOCKET_MESSAGES,
    onBlock: metrics.onBlock,
  });
  await ender.start();
  shutdown.onClose("ender outbox", () => ender.flush());
  const timer = setInterval(() => {
    ender.refreshMidPrices().catch((error: unknown) => {
      logger.warn({ err: error }, "mid prices could not be read");
    });
  }, own.ORDERBOOK_MID_PRICE_REFRESH_INTERVAL_MS);
  shutdown.onClose("ender mid prices", () => clearInterval(timer));
  context.readiness.report("height", () => ender.height);
  await consume(context, kafka, kafkaSettings, ender);
}

/** Consumes strictly one by one; ready once everything that was there at the start is applied. */
async function consume(
  context: ServiceContext,
  kafka: KafkaClient,
  options: KafkaOptions,
  ender: Ender,
): Promise<void> {
  const { logger, messagingLog, readiness, shutdown } = context;
  const [target = 0n] = await nextOffsets(kafka, Topic.toEnder);
  let next = target === 0n ? 0n : -1n;
  const consumer = runConsumer(kafka, {
    topics: [Topic.toEnder],
    groupId: "ender",
    fromBeginning: true,
    options,
    chunkSize: 1,
    log: messagingLog,
    onMessages: async (messages) => {
      for (const { value, timestampMs, offset } of messages) {
        if (value === undefined || timestampMs === undefined) {
          logger.error({ offset }, "message without value or timestamp on to-ender");
        } else {
          await processLogged(context, ender, value, timestampMs);
        }
        next = BigInt(offset) + 1n;
      }
    },
  });
  shutdown.onClose("ender consumer", () => consumer.stop());
  let caughtUp = false;
  readiness.register("ender consumer", () => consumer.healthy);
  readiness.register("ender caught up", async () => {
    caughtUp ||= next >= target || (await isAtEnd(kafka, ender));
    return caughtUp;
  });
}

/** After a restart nothing new may arrive: the last known block is the end of the topic. */
async function isAtEnd(kafka: KafkaClient, ender: Ender): Promise<boolean> {
  const [end = 0n] = await nextOffsets(kafka, Topic.toEnder);
  // One block per offset from genesis on; a shortened topic has fewer.
  return end <= BigInt(ender.height + 1);
}

async function processLogged(
  { logger }: ServiceContext,
  ender: Ender,
  value: Uint8Array,
  timestampMs: number,
): Promise<void> {
  try {
    await ender.processBlock(value, timestampMs);
  } catch (error) {
    const fields = { err: error, height: ender.height + 1 };
    if (error instanceof BlockError && error.code === "BLOCK_UNDECODABLE") {
      // Acknowledged: the next block shows the gap, and the node's own log fills it.
      logger.fatal(fields, "undecodable block skipped");
      return;
    }
    if (error instanceof BlockError) logger.fatal(fields, "block cannot be applied");
    else logger.error(fields, "block could not be applied, will try again");
    throw error;
  }
}

function enderMetrics({ metrics }: ServiceContext) {
  const height = metrics.gauge({ name: "ender_block_height", help: "last committed block" });
  const duration = metrics.histogram({
    name: "ender_block_seconds",
    help: "time from decoding a block to its commit",
  });
  return {
    onBlock: (value: number, seconds: number) => {
      height.set(value);
      duration.observe(seconds);
    },
  };
}
