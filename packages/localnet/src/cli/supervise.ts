import { appendFileSync, mkdirSync } from "node:fs";
import { createLogger, createShutdown } from "@perpetua/telemetry";
import { logFile } from "../config/homePaths.js";
import type { PartSpec } from "../supervisor/partSpec.js";
import type { StackContext } from "../supervisor/stackContext.js";
import { Supervisor } from "../supervisor/supervisor.js";

/** Long enough for every part's own grace, one level after the other. */
const SHUTDOWN_TIMEOUT_MS = 120_000;

/**
 * Runs the supervisor in this process: resolves with it when all parts are healthy; from then on
 * SIGTERM, SIGINT or SIGHUP end the parts and the process.
 */
export async function supervise(
  context: StackContext,
  parts: readonly PartSpec[],
  progress: (line: string) => void,
): Promise<Supervisor> {
  const log = logFile(context.paths.home, "supervisor");
  mkdirSync(context.paths.logs, { recursive: true });
  const destination = { write: (line: string) => appendFileSync(log, line) };
  const logger = createLogger({ name: "supervisor", destination });
  const supervisor = new Supervisor({ context, parts, progress, logger });
  const shutdown = createShutdown({ logger, timeoutMs: SHUTDOWN_TIMEOUT_MS });
  shutdown.onClose("parts", () => supervisor.stop());
  shutdown.install();
  process.on("SIGHUP", () => process.kill(process.pid, "SIGTERM"));
  await supervisor.start();
  return supervisor;
}
