import { createDatabase, latestBlock } from "@perpetua/db";
import {
  closeRedis,
  connectRedis,
  createKafka,
  createProducer,
  kafkaOptions,
  sleep,
  waitForKafka,
} from "@perpetua/messaging";
import { readOptions } from "../options/options.js";
import { complianceProvider } from "../shared/complianceProvider.js";
import type { ServiceContext, ServiceModule } from "../shared/service.js";
import { createRoundtableMetrics } from "./metrics.js";
import { schedulerSchema, scheduleTasks } from "./options.js";
import { type Scheduler, startScheduler } from "./scheduler.js";
import type { TaskContext } from "./task.js";
import { createTasks } from "./tasks.js";

/** Scheduled jobs: statistics, profit and funding histories, order expiry, rewards. */
export const service: ServiceModule = {
  name: "roundtable",
  describe: "periodic jobs over Postgres and Redis",
  start: startRoundtable,
};

async function startRoundtable(service: ServiceContext): Promise<void> {
  const { options: common, environment, logger, messagingLog, shutdown, readiness } = service;
  const options = readOptions(schedulerSchema, environment);
  const tasks = scheduleTasks(
    createTasks({
      pnlTickIntervalMs: options.PNL_TICK_UPDATE_INTERVAL_MS,
      compliance: complianceProvider(options),
      vaultPnlWindowMs: options.TIME_WINDOW_FOR_REFRESH_VAULT_PNL_MS,
    }),
    environment,
  );
  const metrics = createRoundtableMetrics(service.metrics);
  const database = createDatabase({
    url: common.databaseUrl,
    readUrl: common.databaseReadUrl,
    maxConnections: common.databasePoolMax,
    onIdleError: (error) => logger.warn({ err: error }, "database connection broke"),
  });
  shutdown.onClose("roundtable database", () => database.close());
  const redis = await connectRedis({ url: common.redisUrl, log: messagingLog });
  shutdown.onClose("roundtable redis", () => closeRedis(redis));
  const kafkaSettings = kafkaOptions("roundtable", {
    ...environment,
    KAFKA_BROKERS: common.kafkaBrokers,
  });
  const kafka = createKafka(kafkaSettings, messagingLog);
  await waitForKafka(kafka, { log: messagingLog });
  const producer = createProducer(kafka, { log: messagingLog });
  shutdown.onClose("roundtable producer", () => producer.close());

  const context: TaskContext = {
    database,
    redis,
    producer,
    logger,
    nowMs: Date.now,
    count: (event, amount = 1) => metrics.events.inc({ event }, amount),
  };
  const stopping = new AbortController();
  let scheduler: Scheduler | undefined;
  const started = waitForGenesis(context, stopping.signal).then(() => {
    if (!stopping.signal.aborted) scheduler = startScheduler(tasks, context, options, metrics);
  });
  shutdown.onClose("roundtable jobs", async () => {
    stopping.abort();
    await started;
    await scheduler?.stop();
  });
  readiness.register("roundtable redis", () => redis.status === "ready");
  readiness.register("roundtable producer", () => producer.healthy);
  readiness.register("roundtable jobs", () => {
    const stuck = scheduler?.stuckTasks() ?? [];
    return { ok: stuck.length === 0, detail: stuck.join(", ") };
  });
  readiness.report("roundtable jobs", () => (scheduler === undefined ? 0 : tasks.length));
}

const GENESIS_POLL_MS = 250;

/** A job's first run before there is anything to do would waste its whole interval. */
async function waitForGenesis(
  { database, logger }: TaskContext,
  stopping: AbortSignal,
): Promise<void> {
  while (!stopping.aborted) {
    try {
      if ((await latestBlock(database.prisma)) !== undefined) return;
    } catch (error) {
      logger.warn({ err: error }, "database cannot be asked for the first block");
    }
    await sleep(GENESIS_POLL_MS, stopping);
  }
}
