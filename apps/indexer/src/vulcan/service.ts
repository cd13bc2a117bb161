import { hostname } from "node:os";
import { createDatabase } from "@perpetua/db";
import {
  Backoff,
  closeRedis,
  connectRedis,
  createKafka,
  createProducer,
  type IncomingMessage,
  kafkaOptions,
  type OrderedProducer,
  runConsumer,
  sleep,
  Topic,
  waitForKafka,
} from "@perpetua/messaging";
import { z } from "zod";
import { flag, integer, readOptions } from "../options/options.js";
import type { ServiceContext, ServiceModule } from "../shared/service.js";
import type { VulcanContext } from "./context.js";
import { createVulcan, type Vulcan } from "./createVulcan.js";
import { readMarkets } from "./market.js";
import { createMarketCache, type MarketCache } from "./marketCache.js";
import { createVulcanMetrics, type VulcanMetrics } from "./metrics.js";
import { createOrderStore } from "./orderRow.js";
import { startRefresher } from "./refresher.js";

export const vulcanSchema = z.object({
  PROCESS_FROM_BEGINNING: flag().default(true).describe("start a new group at the oldest record"),
  SEND_WEBSOCKET_MESSAGES: flag().default(true).describe("false: publish nothing at all"),
  SEND_SUBACCOUNT_WEBSOCKET_MESSAGE_FOR_CANCELS_MISSING_ORDERS: flag()
    .default(true)
    .describe("announce removals of orders that Redis does not know"),
  PERPETUAL_MARKETS_REFRESHER_INTERVAL_MS: integer().default(30_000),
  BLOCK_HEIGHT_REFRESHER_INTERVAL_MS: integer().default(1_000),
});

/**
 * Orders of different partitions are independent, so they are applied side by side and share the
 * waits for Redis and Postgres. Levels stay in order: Redis answers in order on its one connection,
 * and each answer is published as it comes.
 */
const CONCURRENT_PARTITIONS = 64;

/** Off-chain order state: `to-vulcan` → Redis, order-book and order messages. */
export const service: ServiceModule = {
  name: "vulcan",
  describe: "live orders and order books in Redis",
  start: startVulcan,
};

async function startVulcan(service: ServiceContext): Promise<void> {
  const { options: common, environment, logger, messagingLog, shutdown, readiness } = service;
  const options = readOptions(vulcanSchema, environment);
  const metrics = createVulcanMetrics(service.metrics);
  const database = createDatabase({
    url: common.databaseUrl,
    readUrl: common.databaseReadUrl,
    maxConnections: common.databasePoolMax,
  });
  shutdown.onClose("vulcan database", () => database.close());
  const redis = await connectRedis({ url: common.redisUrl, log: messagingLog });
  shutdown.onClose("vulcan redis", () => closeRedis(redis));
  const kafkaSettings = kafkaOptions(
    // Nobody else can have this port: a consumer of the same name is dead.
    `vulcan@${hostname()}:${common.opsPort}`,
    {
      KAFKA_CONCURRENT_PARTITIONS: String(CONCURRENT_PARTITIONS),
      ...environment,
      KAFKA_BROKERS: common.kafkaBrokers,
    },
  );
  const kafka = createKafka(kafkaSettings, messagingLog);
  await waitForKafka(kafka, { log: messagingLog });
  const producer = createProducer(kafka, { log: messagingLog });
  shutdown.onClose("vulcan producer", () => producer.close());

  const caches = await startCaches(service, database, options);
  const vulcan = createVulcan({
    redis,
    orders: createOrderStore(database),
    findMarket: caches.markets.find,
    cachedHeight: () => caches.height,
    nowMs: Date.now,
    publish: createPublish(producer, options.SEND_WEBSOCKET_MESSAGES, logger),
    log: logger,
    count: (event) => metrics.events.inc({ event }),
    announceUnknownCancels: options.SEND_SUBACCOUNT_WEBSOCKET_MESSAGE_FOR_CANCELS_MISSING_ORDERS,
  });
  const stopping = new AbortController();
  const consumer = runConsumer(kafka, {
    topics: [Topic.toVulcan],
    groupId: "vulcan",
    soleClient: true,
    fromBeginning: options.PROCESS_FROM_BEGINNING,
    options: kafkaSettings,
    log: messagingLog,
    onMessages: async (messages, heartbeat) => {
      await waitForMarkets(caches.markets, heartbeat, stopping.signal);
      await processAll(vulcan, messages, heartbeat, metrics, service, stopping.signal);
    },
    beforeCommit: () => producer.flush(),
  });
  shutdown.onClose("vulcan consumer", () => {
    stopping.abort();
    return consumer.stop();
  });
  readiness.register("vulcan consumer", () => consumer.healthy);
  readiness.register("vulcan producer", () => producer.healthy);
  readiness.register("vulcan redis", () => redis.status === "ready");
}

const MARKETS_POLL_MS = 200;

/**
 * Order updates of a new network arrive before ender has written its markets: they wait for them,
 * or the vaults' first quotes would be missing from the book until they are replaced (upstream
 * drops them, traps-indexer.md 30).
 */
async function waitForMarkets(
  markets: MarketCache,
  heartbeat: () => Promise<void>,
  stopping: AbortSignal,
): Promise<void> {
  while (markets.size() === 0 && !stopping.aborted) {
    await markets.refresh();
    if (markets.size() > 0) return;
    await sleep(MARKETS_POLL_MS, stopping);
    await heartbeat();
  }
}

/** Handles records one by one; a failing one is tried again until it succeeds or we stop. */
async function processAll(
  vulcan: Vulcan,
  messages: readonly IncomingMessage[],
  heartbeat: () => Promise<void>,
  metrics: VulcanMetrics,
  { logger }: ServiceContext,
  stopping: AbortSignal,
): Promise<void> {
  for (const message of messages) {
    const backoff = new Backoff(10, 1_000);
    for (;;) {
      const stop = metrics.processing.startTimer();
      try {
        const outcome = await vulcan.processMessage(message);
        stop();
        metrics.messages.inc({ outcome });
        break;
      } catch (error) {
        metrics.messages.inc({ outcome: "retry" });
        logger.error({ err: error, offset: message.offset }, "order update failed, trying again");
        await backoff.wait(stopping);
        if (stopping.aborted) throw error;
        await heartbeat();
      }
    }
    if (message.timestampMs !== undefined) {
      metrics.lag.set(Math.max(0, Date.now() - message.timestampMs) / 1_000);
    }
    await heartbeat();
  }
}

function createPublish(
  producer: OrderedProducer,
  enabled: boolean,
  logger: ServiceContext["logger"],
): VulcanContext["publish"] {
  if (!enabled) return () => undefined;
  return (topic, message) => {
    producer.sendInOrder(topic, [message]).catch((error: unknown) => {
      logger.error({ err: error, topic }, "message was not sent");
    });
  };
}

/** Loads markets and height once, then keeps them fresh. */
async function startCaches(
  { logger, shutdown }: ServiceContext,
  database: ReturnType<typeof createDatabase>,
  options: z.infer<typeof vulcanSchema>,
) {
  const store = createOrderStore(database);
  const caches: { readonly markets: MarketCache; height: number | undefined } = {
    markets: createMarketCache(() => readMarkets(database)),
    height: await store.latestHeight(),
  };
  await caches.markets.refresh();
  const report = (error: unknown) => logger.error({ err: error }, "cache refresh failed");
  const markets = startRefresher(
    caches.markets.refresh,
    options.PERPETUAL_MARKETS_REFRESHER_INTERVAL_MS,
    report,
  );
  const height = startRefresher(
    async () => {
      caches.height = await store.latestHeight();
    },
    options.BLOCK_HEIGHT_REFRESHER_INTERVAL_MS,
    report,
  );
  shutdown.onClose("vulcan caches", async () => {
    await Promise.all([markets.stop(), height.stop()]);
  });
  return caches;
}
