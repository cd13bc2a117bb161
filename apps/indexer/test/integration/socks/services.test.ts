import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { applyMigrations, createDatabase } from "@perpetua/db";
import { freePort, startTestServices } from "@perpetua/localnet";
import {
  createKafka,
  createProducer,
  ensureTopics,
  kafkaOptions,
  Topic,
  toVulcanMessage,
} from "@perpetua/messaging";
import {
  createMetrics,
  createReadiness,
  createShutdown,
  createSilentLogger,
  startOpsServer,
} from "@perpetua/telemetry";
import { expect, test } from "vitest";
import { commonOptions } from "../../../src/options/common.js";
import type { ServiceContext } from "../../../src/shared/service.js";
import { service as socks } from "../../../src/socks/service.js";
import { service as vulcan } from "../../../src/vulcan/service.js";
import { orderO } from "../vulcan/world.js";
import { SocksClient } from "./world.js";

/** Both services as they run in production, on real Kafka, Redis and Postgres. */
test("an order update reaches a WebSocket client through vulcan and socks", async () => {
  const servers = await startTestServices();
  await applyMigrations(servers.databaseUrl);
  const database = createDatabase({ url: servers.databaseUrl });
  const rest = createServer((_, response) => response.end('{"bids":[],"asks":[]}'));
  const restPort = await new Promise<number>((resolve) => {
    rest.listen(0, "127.0.0.1", () => resolve((rest.address() as AddressInfo).port));
  });
  const port = await freePort();
  const environment = {
    DATABASE_URL: servers.databaseUrl,
    REDIS_URL: servers.redisUrl,
    KAFKA_BROKERS: servers.kafkaBrokers,
    KAFKA_TOPIC_PREFIX: servers.topicPrefix,
    COMLINK_URL: `http://127.0.0.1:${restPort}`,
    PROCESS_FROM_BEGINNING: "true",
    WS_PORT: String(port),
  };
  const kafka = createKafka(kafkaOptions("services-test", environment));
  await ensureTopics(kafka, { replicationFactor: 1, partitions: { [Topic.toVulcan]: 8 } });
  const logger = createSilentLogger();
  const shutdown = createShutdown({ logger, exit: () => undefined });
  const metrics = createMetrics({ prefix: "perpetua", processMetrics: false });
  const readiness = createReadiness();
  const ops = await startOpsServer({ port: 0, metrics, readiness, logger });
  const context = (name: string): ServiceContext => ({
    name,
    options: commonOptions(name, environment),
    environment,
    logger,
    messagingLog: silent,
    metrics,
    readiness,
    ops,
    shutdown,
  });
  try {
    await vulcan.start(context("vulcan"));
    await socks.start(context("socks"));
    // The market is listed after the services started: both must find it by themselves.
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    await listMarket(database);

    const client = new SocksClient(`ws://127.0.0.1:${port}/v4/ws`);
    await client.next();
    expect(await client.subscribe("v4_orderbook", "BTC-USD")).toMatchObject({
      type: "subscribed",
      contents: { bids: [], asks: [] },
    });
    const producer = createProducer(kafka);
    const order = orderO();
    const sentMs = performance.now();
    await producer.sendInOrder(Topic.toVulcan, [
      toVulcanMessage({ orderPlace: { order, placementStatus: 1, timeStamp: undefined } }),
      toVulcanMessage({ orderUpdate: { orderId: order.orderId, totalFilledQuantums: 0n } }),
    ]);
    expect(await client.next()).toMatchObject({
      type: "channel_data",
      contents: { bids: [["50000", "0.1"]] },
    });
    // Generous: the first message of a topic, on a busy machine.
    expect(performance.now() - sentMs).toBeLessThan(5_000);
    expect((await readiness.evaluate()).ready).toBe(true);
    expect(await metrics.text()).toContain('perpetua_vulcan_messages_total{outcome="update"} 1');
    client.socket.terminate();
    await producer.close();
  } finally {
    await shutdown.close("test");
    await ops.close();
    rest.close();
    await database.close();
    await servers.stop();
  }
}, 60_000);

const ignore = () => undefined;
const silent = { debug: ignore, info: ignore, warning: ignore, error: ignore };

async function listMarket(database: ReturnType<typeof createDatabase>): Promise<void> {
  const { prisma } = database;
  await prisma.liquidityTier.create({
    data: { id: 0, name: "L", initialMarginPpm: 20_000n, maintenanceFractionPpm: 600_000n },
  });
  await prisma.market.create({
    data: { id: 0, pair: "BTC-USD", exponent: -5, minPriceChangePpm: 1_000 },
  });
  await prisma.perpetualMarket.create({
    data: {
      id: 0n,
      clobPairId: 0n,
      ticker: "BTC-USD",
      marketId: 0,
      status: "ACTIVE",
      priceChange24H: "0",
      volume24H: "0",
      trades24H: 0,
      nextFundingRate: "0",
      openInterest: "0",
      quantumConversionExponent: -9,
      atomicResolution: -10,
      subticksPerTick: 100_000,
      stepBaseQuantums: 1_000_000n,
      liquidityTierId: 0,
    },
  });
}
