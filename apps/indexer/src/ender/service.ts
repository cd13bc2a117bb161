import { createDatabase } from "@perpetua/db";
import {
  closeRedis,
  connectRedis,
  createKafka,
  createProducer,
  kafkaOptions,
} from "@perpetua/messaging";
import { z } from "zod";
import { flag, integer, readOptions } from "../options/options.js";
import type { ServiceContext, ServiceModule } from "../shared/service.js";
import { fetchBlocksFrom } from "./backfill.js";
import { createEnder } from "./createEnder.js";
import { leadEnder } from "./leadEnder.js";

const schema = z.object({
  SEND_WEBSOCKET_MESSAGES: flag().default(true).describe("false: nothing is sent to Kafka"),
  SKIP_STATEFUL_ORDER_UUIDS: z.string().default("").describe("comma-separated order ids to skip"),
  ORDERBOOK_MID_PRICE_REFRESH_INTERVAL_MS: integer()
    .default(10_000)
    .describe("how often candles' mid prices are read from Redis"),
});

/** Ender: block events into Postgres, and from there to the WebSocket topics and vulcan. */
export const service: ServiceModule = {
  name: "ender",
  describe: "block events to Postgres",
  start: startEnder,
};

async function startEnder(context: ServiceContext): Promise<void> {
  const { options, logger, messagingLog, shutdown } = context;
  const own = readOptions(schema, context.environment);
  const kafkaSettings = kafkaOptions("ender", {
    ...context.environment,
    KAFKA_BROKERS: options.kafkaBrokers,
  });
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
  shutdown.onClose("ender outbox", () => ender.flush());
  const timer = setInterval(() => {
    ender.refreshMidPrices().catch((error: unknown) => {
      logger.warn({ err: error }, "mid prices could not be read");
    });
  }, own.ORDERBOOK_MID_PRICE_REFRESH_INTERVAL_MS);
  shutdown.onClose("ender mid prices", () => clearInterval(timer));
  context.readiness.report("height", () => ender.height);
  leadEnder({ context, kafka, options: kafkaSettings, database, ender });
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
