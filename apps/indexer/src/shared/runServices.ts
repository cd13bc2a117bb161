import {
  createLogger,
  createMetrics,
  createReadiness,
  createShutdown,
  startOpsServer,
} from "@perpetua/telemetry";
import { commonOptions } from "../options/common.js";
import type { Environment } from "../options/options.js";
import { toMessagingLog } from "./messagingLog.js";
import type { ServiceModule } from "./service.js";

/** Starts services in one process behind one ops server; returns when all of them run. */
export async function runServices(
  processName: string,
  services: readonly ServiceModule[],
  environment: Environment,
): Promise<void> {
  const options = commonOptions(processName, environment);
  const rootLogger = createLogger({ name: processName, level: options.logLevel });
  const shutdown = createShutdown({ logger: rootLogger });
  shutdown.install();
  const metrics = createMetrics({ prefix: "perpetua" });
  const readiness = createReadiness();
  let started = false;
  readiness.register("started", () => started);
  const ops = await startOpsServer({
    port: options.opsPort,
    host: options.bind,
    metrics,
    readiness,
    logger: rootLogger,
  });
  shutdown.onClose("ops server", () => ops.close());
  for (const service of services) {
    const logger = rootLogger.child({ service: service.name });
    await service.start({
      name: service.name,
      options,
      environment,
      logger,
      messagingLog: toMessagingLog(logger),
      metrics,
      readiness,
      ops,
      shutdown,
    });
    logger.info({ opsUrl: ops.url }, `${service.name} started`);
  }
  started = true;
}
