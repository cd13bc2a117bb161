import { mkdirSync } from "node:fs";
import {
  AppError,
  createMetrics,
  createReadiness,
  type Logger,
  type Metrics,
  type OpsServer,
  startOpsServer,
} from "@perpetua/telemetry";
import { identify } from "../process/identity.js";
import { assertPortFree } from "../process/net.js";
import { rotateLogs } from "./logRotation.js";
import { PartRunner } from "./partRunner.js";
import type { PartSpec } from "./partSpec.js";
import { probeHost, type StackContext } from "./stackContext.js";
import { clearState, saveParts, saveSupervisor } from "./stateFiles.js";
import { liveStatus, type StackStatus } from "./status.js";

export interface SupervisorOptions {
  readonly context: StackContext;
  readonly parts: readonly PartSpec[];
  /** One line for the user per step. */
  readonly progress: (line: string) => void;
  readonly logger: Logger;
}

const ROTATION_INTERVAL_MS = 10_000;

/** Runs a whole stack: starts its parts in order, watches them, ends them in reverse. */
export class Supervisor {
  readonly #runners: readonly PartRunner[];
  readonly #options: SupervisorOptions;
  #ops: OpsServer | undefined;
  #rotation: NodeJS.Timeout | undefined;
  #stopped: Promise<void> | undefined;

  constructor(options: SupervisorOptions) {
    this.#options = options;
    const { context, logger, progress } = options;
    const hooks = { logger, progress, changed: () => this.#saveParts() };
    this.#runners = options.parts.map((part) => new PartRunner(part, context, hooks));
  }

  /** Resolves when every part is healthy; otherwise rejects with one line, everything stopped. */
  async start(): Promise<void> {
    const { context } = this.#options;
    mkdirSync(context.paths.logs, { recursive: true });
    mkdirSync(context.paths.run, { recursive: true });
    rotateLogs(context.paths.logs);
    await assertPortFree(context.ports.opsSupervisor, probeHost(context.env.bind));
    this.#ops = await this.#serveStatus();
    saveSupervisor(context.paths, {
      identity: identify(process.pid) ?? { pid: process.pid, startTime: "" },
      statusUrl: `http://${probeHost(context.env.bind)}:${this.#ops.port}/status`,
      settings: context.settings,
      bind: context.env.bind,
      portOffset: context.env.portOffset,
    });
    this.#rotation = setInterval(() => rotateLogs(context.paths.logs), ROTATION_INTERVAL_MS);
    try {
      await this.#startInOrder();
    } catch (error) {
      await this.stop();
      throw error;
    }
  }

  /** Ends all parts, those that depend on others first. Idempotent. */
  stop(): Promise<void> {
    this.#stopped ??= this.#stopAll();
    return this.#stopped;
  }

  status(): StackStatus {
    return liveStatus(this.#options.context, this.#runners);
  }

  async #startInOrder(): Promise<void> {
    const starts = new Map<string, Promise<void>>();
    const started = Date.now();
    for (const runner of this.#runners) {
      const { name, dependsOn } = runner.part;
      const dependencies = dependsOn.map((dependency) => starts.get(dependency));
      const start = Promise.all(dependencies).then(async () => {
        await this.#startPart(runner);
        const seconds = ((Date.now() - started) / 1_000).toFixed(1);
        const done = runner.part.kind === "task" ? "done" : "ready";
        this.#options.progress(`${name.padEnd(10)} ${done.padEnd(6)} ${seconds.padStart(6)} s`);
      });
      starts.set(name, start);
    }
    // The first failure ends the wait; the others' later rejections are the same failure's echo.
    await Promise.all(starts.values());
  }

  async #startPart(runner: PartRunner): Promise<void> {
    try {
      await runner.start();
    } catch (cause) {
      const { name } = runner.part;
      this.#options.logger.error({ part: name, err: cause }, "cannot start");
      const reason = (cause as Error).message.replaceAll("\n", " ");
      const log = reason.includes(runner.log) ? "" : ` (log: ${runner.log})`;
      throw new AppError("PART_FAILED", `${name} cannot start: ${reason}${log}`, { cause });
    }
  }

  async #stopAll(): Promise<void> {
    const { context, progress, logger } = this.#options;
    clearInterval(this.#rotation);
    for (const level of stopLevels(this.#options.parts)) {
      const runners = this.#runners.filter(({ part }) => level.includes(part.name));
      const live = runners.filter((runner) => runner.identity !== undefined);
      if (live.length > 0) progress(`stopping ${live.map(({ part }) => part.name).join(", ")}`);
      await Promise.all(runners.map((runner) => runner.stop()));
    }
    await this.#ops?.close();
    clearState(context.paths);
    logger.info("stack stopped");
  }

  #saveParts(): void {
    const states = this.#runners.flatMap(({ part, running }) =>
      running === undefined
        ? []
        : [
            {
              name: part.name,
              identity: running.launched.identity,
              stopSignal: running.spec.stopSignal,
              stopGraceMs: running.spec.stopGraceMs,
            },
          ],
    );
    saveParts(this.#options.context.paths, states);
  }

  async #serveStatus(): Promise<OpsServer> {
    const { context, logger } = this.#options;
    const metrics = createMetrics({ prefix: "perpetua_supervisor" });
    const readiness = createReadiness();
    for (const runner of this.#runners) {
      const { name } = runner.part;
      readiness.register(name, () => ({ ok: runner.health.healthy, detail: runner.health.detail }));
    }
    this.#registerMetrics(metrics);
    const status = () => ({ status: 200, body: JSON.stringify(this.status()) });
    return startOpsServer({
      port: context.ports.opsSupervisor,
      host: context.env.bind,
      metrics,
      readiness,
      logger,
      routes: { "GET /status": status },
    });
  }

  #registerMetrics(metrics: Metrics): void {
    const series = (read: (runner: PartRunner) => number) => () =>
      this.#runners.map((runner) => ({ labels: { part: runner.part.name }, value: read(runner) }));
    metrics.gauge({
      name: "part_restarts_count",
      help: "Restarts of a part since the supervisor started.",
      labels: ["part"],
      read: series((runner) => runner.restarts),
    });
    metrics.gauge({
      name: "part_healthy_info",
      help: "1 while a part is healthy.",
      labels: ["part"],
      read: series((runner) => (runner.health.healthy ? 1 : 0)),
    });
  }
}

/** Groups of parts that may end together: everything that depends on a part ends before it. */
export function stopLevels(parts: readonly PartSpec[]): string[][] {
  const depth = new Map<string, number>();
  for (const part of parts) {
    const depths = part.dependsOn.map((name) => {
      const known = depth.get(name);
      if (known === undefined) {
        throw new AppError("PARTS", `${part.name} depends on ${name}, which is not before it`);
      }
      return known + 1;
    });
    depth.set(part.name, Math.max(0, ...depths));
  }
  const deepest = Math.max(0, ...depth.values());
  return Array.from({ length: deepest + 1 }, (_, i) =>
    parts.filter(({ name }) => depth.get(name) === deepest - i).map(({ name }) => name),
  ).filter((level) => level.length > 0);
}
