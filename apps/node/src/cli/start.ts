import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { createKafka, type KafkaClient, kafkaOptions } from "@perpetua/messaging";
import {
  createLogger,
  createMetrics,
  createReadiness,
  createShutdown,
  type Logger,
  type Metrics,
  type Readiness,
  type Shutdown,
  startOpsServer,
} from "@perpetua/telemetry";
import { BlockLog } from "../chain/blockLog.js";
import { Chain } from "../chain/chain.js";
import { SnapshotStore } from "../chain/snapshots.js";
import { VerifyPool } from "../chain/verifyPool.js";
import { SoloDriver } from "../consensus/solo.js";
import { validatorOf } from "../consensus/validator.js";
import { BridgeDaemon } from "../daemons/bridge/index.js";
import { LiquidationDaemon } from "../daemons/liquidation.js";
import { startPriceDaemon } from "../daemons/price/index.js";
import type { Environment } from "../env.js";
import { loadGenesis } from "../genesis/homeGenesis.js";
import { BlockSender } from "../indexing/blockSender.js";
import { eventsRoute } from "../indexing/eventsRoute.js";
import { OffchainSender } from "../indexing/offchainSender.js";
import { type NodeOptions, nodeOptions } from "../options/node.js";
import { startServers } from "../rpc/index.js";

const MAX_BLOCK_BYTES = 4_194_304;

interface Process {
  readonly options: NodeOptions;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly readiness: Readiness;
  readonly shutdown: Shutdown;
}

/** Runs the node until it is told to stop. */
export async function start(environment: Environment): Promise<void> {
  const options = nodeOptions(environment);
  const logger = createLogger({ name: "node", level: options.logLevel });
  const shutdown = createShutdown({ logger });
  shutdown.install();
  const metrics = createMetrics({ prefix: "perpetua" });
  const readiness = createReadiness();
  const process: Process = { options, logger, metrics, readiness, shutdown };
  const ops = await startOpsServer({
    port: options.ports.ops,
    host: options.bind,
    metrics,
    readiness,
    logger,
  });
  shutdown.onClose("ops server", () => ops.close());
  const chain = openChain(process);
  ops.route("GET /events", eventsRoute(chain));
  startIndexing(process, chain);
  const prices = startPriceDaemon({
    source: options.prices,
    exchangesUrl: options.exchangesUrl,
    chain,
    ...process,
  });
  const bridge = startBridge(process, chain);
  const validator = validatorOf(chain.genesis);
  const driver = new SoloDriver({
    chain,
    inputs: {
      indexPrices: () => prices.indexPrices(),
      bridgeEvents: () => bridge?.toPropose() ?? [],
    },
    intervalMs: options.blockIntervalMs,
    maxBlockBytes: MAX_BLOCK_BYTES,
    validator: validator.address,
    power: validator.power,
    logger,
    onFatal: (error) => {
      logger.fatal({ err: error }, "the chain stopped: a block could not be made");
      void shutdown.close("chain stopped").then(() => globalThis.process.exit(1));
    },
  });
  const liquidation = new LiquidationDaemon(chain, (error) =>
    logger.error({ err: error }, "liquidation scan failed"),
  );
  liquidation.start();
  shutdown.onClose("liquidation daemon", () => liquidation.stop());
  await startServers({
    chain,
    ...process,
    priceSource: () => prices.kind(),
    recognizedBridge: bridge && (() => bridge.recognizedInfo()),
  });
  readiness.report("height", () => chain.height);
  readiness.report("prices", () => prices.kind());
  driver.start();
  shutdown.onClose("consensus", () => driver.stop());
  readiness.register("blocks", () => chain.height > 1 && driver.stalled() === undefined);
}

function startBridge(
  { options, logger, shutdown }: Process,
  chain: Chain,
): BridgeDaemon | undefined {
  if (options.ethRpcUrl === undefined) return undefined;
  const daemon = new BridgeDaemon(chain, options.ethRpcUrl, logger);
  daemon.start();
  shutdown.onClose("bridge daemon", () => daemon.stop());
  return daemon;
}

function openChain({ options, logger, metrics, shutdown }: Process): Chain {
  mkdirSync(options.home, { recursive: true });
  const log = BlockLog.open(join(options.home, "blocks"));
  shutdown.onClose("block log", () => log.close());
  if (log.cutBytes > 0) {
    logger.warn({ bytes: log.cutBytes, height: log.height }, "cut off an unfinished block");
  }
  const verifier = new VerifyPool(options.verifyWorkers);
  shutdown.onClose("verify pool", () => verifier.close());
  const snapshots = new SnapshotStore(join(options.home, "snapshots"), logger);
  const genesis = loadGenesis(options, logger);
  const { snapshotEvery } = options;
  const chain = Chain.open({ genesis, log, snapshots, verifier, logger, snapshotEvery });
  metrics.gauge({
    name: "node_height_blocks",
    help: "Height of the last block",
    read: () => chain.height,
  });
  metrics.gauge({
    name: "node_mempool_transactions",
    help: "Transactions waiting",
    read: () => chain.mempool.size,
  });
  return chain;
}

function startIndexing(
  { options, logger, metrics, readiness, shutdown }: Process,
  chain: Chain,
): void {
  if (options.kafkaBrokers.length === 0) {
    logger.warn("KAFKA_BROKERS is not set: nothing is sent to an indexer");
    return;
  }
  const log = {
    debug: (text: string, context?: object) => logger.debug(context ?? {}, text),
    info: (text: string, context?: object) => logger.info(context ?? {}, text),
    warning: (text: string, context?: object) => logger.warn(context ?? {}, text),
    error: (text: string, context?: object) => logger.error(context ?? {}, text),
  };
  const kafka: KafkaClient = createKafka(
    kafkaOptions(
      "node",
      {},
      { brokers: options.kafkaBrokers, topicPrefix: options.kafkaTopicPrefix },
    ),
    log,
  );
  const offchain = new OffchainSender(kafka, chain, logger);
  const blocks = new BlockSender(kafka, chain, logger, offchain.announced);
  blocks.start();
  shutdown.onClose("block sender", () => blocks.stop());
  shutdown.onClose("order update sender", () => offchain.stop());
  readiness.register("kafka", () => ({
    ok: blocks.healthy && blocks.lag < 100,
    detail: blocks.fault ?? `${blocks.lag} blocks wait for the broker`,
  }));
  metrics.gauge({
    name: "node_indexer_lag_blocks",
    help: "Blocks not yet acknowledged by Kafka",
    read: () => blocks.lag,
  });
  metrics.gauge({
    name: "node_offchain_pending_messages",
    help: "Order updates waiting for Kafka",
    read: () => offchain.pending,
  });
}
