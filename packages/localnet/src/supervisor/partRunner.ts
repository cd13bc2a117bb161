import { setTimeout as sleep } from "node:timers/promises";
import { AppError, describeError, type Logger } from "@perpetua/telemetry";
import { logFile } from "../config/homePaths.js";
import { explainLog } from "../process/explainLog.js";
import type { ProcessIdentity } from "../process/identity.js";
import { describeExit, type Launched, launch } from "../process/launch.js";
import { assertPortFree } from "../process/net.js";
import { signalIfThere, stopProcess } from "../process/stopProcess.js";
import type { LaunchSpec } from "../services/types.js";
import { waitUntilReady } from "../services/waitUntilReady.js";
import { backoffMs, STABLE_MS } from "./backoff.js";
import { assertHealthy, type Health } from "./health.js";
import { afterFirstReady, isExternal, prepareSpec, probePart } from "./partActions.js";
import type { PartSpec } from "./partSpec.js";
import { probeHost, type StackContext } from "./stackContext.js";

export interface RunnerHooks {
  readonly progress: (line: string) => void;
  /** The set of running processes changed: it must be on disk before anything else happens. */
  readonly changed: () => void;
  readonly logger: Logger;
}

/** Starts before which a crashing part is given up. */
const START_ATTEMPTS = 3;
const PROBE_INTERVAL_MS = 3_000;
/** A process that answered and then is silent for so long is killed. */
const HANG_MS = 60_000;

/** Starts one part, keeps it running, and knows how it is. */
export class PartRunner {
  readonly log: string;
  restarts = 0;
  since: Date | undefined;
  health: Health = { healthy: false, reachable: false, detail: "waiting", info: {} };
  running: { readonly spec: LaunchSpec; readonly launched: Launched } | undefined;

  #stopping = false;
  readonly #abort = new AbortController();
  #lastAnswer: { readonly launched: Launched; readonly at: number } | undefined;
  #supervision: Promise<unknown> = Promise.resolve();

  constructor(
    readonly part: PartSpec,
    private readonly context: StackContext,
    private readonly hooks: RunnerHooks,
  ) {
    this.log = logFile(context.paths.home, part.name);
  }

  get identity(): ProcessIdentity | undefined {
    return this.running?.launched.identity;
  }

  /** Resolves when the part is healthy (a task: done); rejects when it cannot start. */
  async start(): Promise<void> {
    const { part } = this;
    if (isExternal(this.context, part)) return this.#startExternal();
    if (part.kind === "task") return this.#runTask();
    await this.#assertPortsFree();
    for (let attempt = 1; ; attempt += 1) {
      try {
        await this.#launchAndWait();
        break;
      } catch (error) {
        this.#setDetail(describeError(error));
        const ended = this.running === undefined;
        await this.#end();
        if (this.#stopping || !ended || attempt === START_ATTEMPTS) throw error;
        await this.#pause(backoffMs(attempt));
      }
    }
    this.#supervision = Promise.all([this.#keepRunning(), this.#keepProbing()]);
  }

  /** Ends the part for good. */
  async stop(): Promise<void> {
    this.#stopping = true;
    this.#abort.abort();
    await this.#end();
    await this.#supervision;
    this.health = { healthy: false, reachable: false, detail: "stopped", info: {} };
  }

  async #startExternal(): Promise<void> {
    await probePart(this.context, this.part);
    this.since = new Date();
    this.#supervision = this.#keepProbing();
    this.health = { healthy: true, reachable: true, detail: "external", info: {} };
  }

  async #runTask(): Promise<void> {
    const launched = await this.#launch();
    const deadline = sleep(this.part.startTimeoutMs, undefined, { ref: false });
    const exit = await Promise.race([launched.exited, deadline]);
    if (exit === undefined) {
      await this.#end();
      throw new AppError("TASK", `not done within ${this.part.startTimeoutMs / 1_000} s`);
    }
    this.#forget();
    if (exit.code !== 0) {
      throw new AppError(
        "TASK",
        `${describeExit(exit)}: ${explainLog(this.log, launched.logStart)}`,
      );
    }
    this.health = { healthy: true, reachable: true, detail: "done", info: {} };
  }

  async #launch(): Promise<Launched> {
    this.#setDetail("starting");
    const spec = await prepareSpec(this.context, this.part, this.hooks.progress);
    // Preparing may have taken minutes (a download).
    if (this.#stopping) throw new AppError("STOPPED", "stopped while starting");
    const launched = await launch(spec, this.log, this.context.env.all);
    this.running = { spec, launched };
    this.since = new Date();
    this.hooks.changed();
    void launched.exited.then((exit) => {
      if (this.running?.launched === launched) this.#forget();
      this.hooks.logger.info({ part: this.part.name, ...exit }, "process ended");
    });
    return launched;
  }

  async #launchAndWait(): Promise<void> {
    const launched = await this.#launch();
    const probe = async () => {
      this.health = await probePart(this.context, this.part);
      assertHealthy(this.health);
    };
    await waitUntilReady(launched, probe, {
      name: this.part.name,
      log: this.log,
      timeoutMs: this.part.startTimeoutMs,
      signal: this.#abort.signal,
    });
    await afterFirstReady(this.context, this.part);
  }

  async #keepRunning(): Promise<void> {
    let failures = 0;
    while (!this.#stopping) {
      const started = Date.now();
      const exit = await this.running?.launched.exited;
      if (this.#stopping) return;
      failures = Date.now() - started > STABLE_MS ? 1 : failures + 1;
      const delayMs = backoffMs(failures);
      // No exit: the last restart failed before there was a process, and left its reason.
      const why = exit === undefined ? this.health.detail : describeExit(exit);
      this.#setDetail(`${why}; restart in ${delayMs / 1_000} s`);
      this.hooks.logger.warn({ part: this.part.name, ...exit, delayMs }, "restarting");
      await this.#pause(delayMs);
      if (this.#stopping) return;
      this.restarts += 1;
      await this.#launch().catch((error: unknown) => {
        this.#setDetail(describeError(error));
        this.hooks.logger.error({ part: this.part.name, err: error }, "restart failed");
      });
    }
  }

  async #keepProbing(): Promise<void> {
    while (!this.#stopping) {
      await this.#pause(this.health.healthy ? PROBE_INTERVAL_MS : 500);
      if (this.#stopping) return;
      if (this.running === undefined && !isExternal(this.context, this.part)) continue;
      try {
        this.health = await probePart(this.context, this.part);
      } catch (error) {
        this.#setDetail(describeError(error));
      }
      this.#killWhenHung();
    }
  }

  /** Before the first answer a process may be replaying or compiling: it has its start time. */
  #killWhenHung(): void {
    const { running, health } = this;
    if (running === undefined) return;
    if (health.reachable) this.#lastAnswer = { launched: running.launched, at: Date.now() };
    const answered = this.#lastAnswer?.launched === running.launched ? this.#lastAnswer : undefined;
    const since = answered?.at ?? this.since?.getTime() ?? Date.now();
    const { startTimeoutMs, hangMs = HANG_MS } = this.part;
    const limitMs = answered === undefined ? startTimeoutMs : hangMs;
    if (Date.now() - since < limitMs) return;
    this.hooks.logger.error({ part: this.part.name, limitMs }, "does not answer; killing it");
    signalIfThere(running.launched.identity.pid, "SIGKILL");
  }

  async #end(): Promise<void> {
    const { running } = this;
    if (running === undefined) return;
    const { stopSignal: signal, stopGraceMs: graceMs } = running.spec;
    await stopProcess(running.launched.identity, { signal, graceMs });
    await running.launched.exited;
  }

  #forget(): void {
    this.running = undefined;
    this.health = { ...this.health, healthy: false, reachable: false };
    this.hooks.changed();
  }

  #setDetail(detail: string): void {
    this.health = { ...this.health, healthy: false, reachable: false, detail };
  }

  /** Sleeps, but not through a stop. */
  async #pause(ms: number): Promise<void> {
    await sleep(ms, undefined, { signal: this.#abort.signal }).catch((error: Error) => {
      if (error.name !== "AbortError") throw error;
    });
  }

  async #assertPortsFree(): Promise<void> {
    const host = this.part.kind === "service" ? "127.0.0.1" : probeHost(this.context.env.bind);
    for (const name of this.part.ports) await assertPortFree(this.context.ports[name], host);
  }
}
