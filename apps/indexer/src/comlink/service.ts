import { StreamHub } from "@perpetua/api";
import { createDatabase } from "@perpetua/db";
import { closeRedis, connectRedis, createKafka, kafkaOptions } from "@perpetua/messaging";
import { z } from "zod";
import { flag, integer, readOptions } from "../options/options.js";
import { complianceOptions, complianceProvider } from "../shared/complianceProvider.js";
import type { ServiceContext, ServiceModule } from "../shared/service.js";
import { createApiDeps } from "./apiDeps.js";
import { createComlink } from "./createComlink.js";
import { createFaucetClient } from "./faucetClient.js";
import { createRateLimiter } from "./http/rateLimiter.js";
import { createComlinkMetrics } from "./metrics.js";
import { consumeStreams } from "./streamConsumer.js";

const HTTP_PORT = 3002;
const FAUCET_PORT = 3001;

const list = () =>
  z
    .string()
    .default("")
    .transform((text) => new Set(text.split(",").filter((item) => item !== "")));

export const comlinkSchema = z.object({
  COMLINK_PORT: integer().optional().describe("port of REST and tRPC"),
  CORS_ORIGIN: z.string().default("*").describe("Access-Control-Allow-Origin"),
  RATE_LIMIT_ENABLED: flag().default(true).describe("limit requests per IP and bucket"),
  INDEXER_LEVEL_GEOBLOCKING_ENABLED: flag().default(false).describe("refuse restricted places"),
  WHITELISTED_ADDRESSES: list().describe("comma list that no compliance check stops"),
  INTERNAL_IPS: list().describe("comma list of IPs that are neither limited nor checked"),
  ...complianceOptions,
  TEST_ENDPOINTS_ENABLED: flag().default(false).describe("setStatus and testNotification"),
  FAUCET_URL: z.string().optional().describe("faucet of the local network"),
  STREAM_RING_SIZE: integer().default(20_000).describe("messages kept per partition"),
});

/** REST /v4, tRPC and their documents. */
export const service: ServiceModule = {
  name: "comlink",
  describe: "REST and tRPC",
  start: startComlink,
};

async function startComlink(service: ServiceContext): Promise<void> {
  const { options: common, environment, logger, messagingLog, shutdown, readiness } = service;
  const options = readOptions(comlinkSchema, environment);
  const metrics = createComlinkMetrics(service.metrics);
  const database = createDatabase({
    url: common.databaseUrl,
    readUrl: common.databaseReadUrl,
    maxConnections: common.databasePoolMax,
    onIdleError: (error) => logger.warn({ err: error }, "database connection lost"),
  });
  shutdown.onClose("comlink database", () => database.close());
  const redis = await connectRedis({ url: common.redisUrl, log: messagingLog });
  shutdown.onClose("comlink redis", () => closeRedis(redis));

  const hub = new StreamHub({
    ringSize: options.STREAM_RING_SIZE,
    onMalformed: ({ topic, offset }, error) =>
      logger.error({ err: error, topic, offset }, "message cannot be decoded, skipped"),
  });
  const kafkaSettings = kafkaOptions("comlink", {
    ...environment,
    KAFKA_BROKERS: common.kafkaBrokers,
  });
  // Without a broker REST works all the same; the consumer keeps trying and readiness says so.
  const kafka = createKafka(kafkaSettings, messagingLog);
  const consumer = consumeStreams(kafka, kafkaSettings, hub, messagingLog);
  shutdown.onClose("comlink streams", () => consumer.stop());

  const faucetUrl = options.FAUCET_URL ?? `http://127.0.0.1:${FAUCET_PORT + common.portOffset}`;
  const deps = createApiDeps({
    database,
    redis,
    hub,
    faucet: createFaucetClient(faucetUrl),
    compliance: complianceProvider(options),
    settings: {
      geoBlocking: options.INDEXER_LEVEL_GEOBLOCKING_ENABLED,
      allowedAddresses: options.WHITELISTED_ADDRESSES,
      internalIps: options.INTERNAL_IPS,
      testEndpoints: options.TEST_ENDPOINTS_ENABLED,
    },
  });
  const limiter = createRateLimiter({
    redis,
    enabled: options.RATE_LIMIT_ENABLED,
    internalIps: options.INTERNAL_IPS,
    onStoreError: (error) => logger.warn({ err: error }, "rate limiter is away"),
  });
  const app = await createComlink({
    deps,
    limiter,
    logger,
    origin: options.CORS_ORIGIN,
    onAnswered: metrics.onAnswered,
  });
  shutdown.onClose("comlink http", () => app.close());
  const port = options.COMLINK_PORT ?? HTTP_PORT + common.portOffset;
  await app.listen({ port, host: common.bind });
  readiness.register("comlink database", async () => {
    await deps.db.query("SELECT 1");
    return true;
  });
  readiness.register("comlink redis", () => redis.status === "ready");
  readiness.register("comlink streams", () => consumer.healthy);
}
