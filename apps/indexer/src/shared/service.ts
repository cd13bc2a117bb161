import type { MessagingLog } from "@perpetua/messaging";
import type { Logger, Metrics, OpsServer, Readiness, Shutdown } from "@perpetua/telemetry";
import type { CommonOptions } from "../options/common.js";
import type { Environment } from "../options/options.js";

/** What the process gives to each service that it runs. */
export interface ServiceContext {
  readonly name: string;
  readonly options: CommonOptions;
  /** For the service's own variables: `readOptions(schema, context.environment)`. */
  readonly environment: Environment;
  readonly logger: Logger;
  /** The logger in the shape that `@perpetua/messaging` takes. */
  readonly messagingLog: MessagingLog;
  /** One registry per process, prefix `perpetua`: begin metric names with the service's name. */
  readonly metrics: Metrics;
  /** Begin the names of checks with the service's name; in `all` they share one endpoint. */
  readonly readiness: Readiness;
  readonly ops: OpsServer;
  readonly shutdown: Shutdown;
}

/**
 * A service of this program: `src/<name>/service.ts` exports `service`. `start` resolves when the
 * service runs; it registers its closers with `context.shutdown`.
 */
export interface ServiceModule {
  readonly name: string;
  readonly describe: string;
  start(context: ServiceContext): Promise<void>;
}
