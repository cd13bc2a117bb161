import { randomUUID } from "node:crypto";
import { createDatabase } from "@perpetua/db";
import {
  createKafka,
  kafkaOptions,
  runConsumer,
  WEBSOCKET_TOPICS,
  type WebsocketTopic,
  waitForKafka,
} from "@perpetua/messaging";
import { z } from "zod";
import { flag, integer, readOptions } from "../options/options.js";
import type { ServiceContext, ServiceModule } from "../shared/service.js";
import { createSocks, DEFAULT_SOCKS_SETTINGS, type Socks } from "./createSocks.js";
import { createTickerDirectory } from "./markets.js";
import { createSocksMetrics } from "./metrics.js";
import { startSocketServer } from "./server.js";
import { createSnapshotFetcher } from "./snapshots.js";

const SOCKS_PORT = 3003;
const COMLINK_PORT = 3002;

export const socksSchema = z.object({
  WS_PORT: integer().optional().describe("port of the WebSocket server"),
  COMLINK_URL: z.string().optional().describe("REST service that snapshots come from"),
  SNAPSHOT_TIMEOUT_MS: integer().default(5_000).describe("time that a snapshot may take"),
  RATE_LIMIT_ENABLED: flag().default(true).describe("limit subscribes and invalid messages"),
  WS_CORK_MS: integer().default(DEFAULT_SOCKS_SETTINGS.corkMs).describe("collect writes this long"),
  WS_MAX_BUFFERED_BYTES: integer()
    .default(DEFAULT_SOCKS_SETTINGS.maxBufferedBytes)
    .describe("unread bytes after which a client is dropped"),
  PERPETUAL_MARKETS_REFRESHER_INTERVAL_MS: integer().default(30_000),
});

/** WebSocket fan-out of everything that the other services publish. */
export const service: ServiceModule = {
  name: "socks",
  describe: "WebSocket API",
  start: startSocks,
};

async function startSocks(service: ServiceContext): Promise<void> {
  const { options: common, environment, logger, shutdown, readiness } = service;
  const options = readOptions(socksSchema, environment);
  const database = createDatabase({
    url: common.databaseUrl,
    readUrl: common.databaseReadUrl,
    maxConnections: 2,
  });
  shutdown.onClose("socks database", () => database.close());
  const tickers = createTickerDirectory(async () => {
    const rows = await database.prismaRead.perpetualMarket.findMany({
      select: { clobPairId: true, ticker: true },
    });
    return new Map(rows.map(({ clobPairId, ticker }) => [String(clobPairId), ticker]));
  });
  await tickers.refresh();
  const refresher = setInterval(() => {
    tickers.refresh().catch((error: unknown) => logger.error({ err: error }, "markets unreadable"));
  }, options.PERPETUAL_MARKETS_REFRESHER_INTERVAL_MS);
  shutdown.onClose("socks markets", () => clearInterval(refresher));

  const metrics = createSocksMetrics(service.metrics, () => socks.connectionCount);
  const socks: Socks = createSocks({
    tickers,
    fetchSnapshot: createSnapshotFetcher({
      comlinkUrl: options.COMLINK_URL ?? `http://127.0.0.1:${COMLINK_PORT + common.portOffset}`,
      timeoutMs: options.SNAPSHOT_TIMEOUT_MS,
      latestHeight: () => socks.latestHeight,
    }),
    settings: {
      rateLimits: options.RATE_LIMIT_ENABLED,
      corkMs: options.WS_CORK_MS,
      maxBufferedBytes: options.WS_MAX_BUFFERED_BYTES,
    },
    observer: {
      forwarded: (topic, subscribers) => {
        metrics.forwarded.inc({ topic });
        metrics.delivered.inc({ topic }, subscribers);
      },
      dropped: (reason) => metrics.dropped.inc({ reason }),
      subscribed: (channel, delta) => metrics.subscriptions.inc({ channel }, delta),
      failed: (error, text) => logger.error({ err: error }, text),
    },
  });
  const consumer = await startConsumer(service, socks);
  const server = await startSocketServer(socks, {
    port: options.WS_PORT ?? SOCKS_PORT + common.portOffset,
    host: common.bind,
    onError: (error, text) => logger.debug({ err: error }, text),
  });
  shutdown.onClose("socks server", () => server.close());
  readiness.register("socks consumer", () => consumer.healthy);
  logger.info({ port: server.port }, "WebSocket server listens");
}

/** Every instance sees every message: its consumer group is its own (wire.md §5.1). */
async function startConsumer(service: ServiceContext, socks: Socks) {
  const { options: common, environment, logger, messagingLog, shutdown } = service;
  const settings = kafkaOptions("socks", { ...environment, KAFKA_BROKERS: common.kafkaBrokers });
  const kafka = createKafka(settings, messagingLog);
  await waitForKafka(kafka, { log: messagingLog });
  const consumer = runConsumer(kafka, {
    topics: WEBSOCKET_TOPICS,
    groupId: `socks_${randomUUID()}`,
    ownGroup: true,
    fromBeginning: false,
    options: settings,
    log: messagingLog,
    onMessages: async (messages) => {
      for (const message of messages) {
        try {
          socks.forwardMessage(message.topic as WebsocketTopic, message);
        } catch (error) {
          // A record that cannot be decoded is no reason to stop the stream of all others.
          logger.error({ err: error, topic: message.topic, offset: message.offset }, "bad record");
        }
      }
    },
  });
  shutdown.onClose("socks consumer", () => consumer.stop());
  await consumer.ready;
  return consumer;
}
