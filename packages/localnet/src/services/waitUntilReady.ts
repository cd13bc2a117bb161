import { setTimeout as sleep } from "node:timers/promises";
import { AppError, describeError } from "@perpetua/telemetry";
import { explainLog } from "../process/explainLog.js";
import { describeExit, type Launched } from "../process/launch.js";

export interface WaitOptions {
  readonly name: string;
  readonly log: string;
  readonly timeoutMs: number;
  /** Gives up waiting when aborted. */
  readonly signal?: AbortSignal;
}

/** Resolves when the probe does; rejects when the process ends first or time runs out. */
export async function waitUntilReady(
  launched: Launched,
  probe: () => Promise<void>,
  options: WaitOptions,
): Promise<void> {
  const { name, log } = options;
  const deadline = Date.now() + options.timeoutMs;
  let ended: string | undefined;
  void launched.exited.then((exit) => {
    ended = describeExit(exit);
  });
  for (;;) {
    if (options.signal?.aborted) throw new AppError("STOPPED", `${name} was stopped`);
    if (ended !== undefined) {
      throw new AppError(
        "NOT_READY",
        `${name} ${ended}: ${explainLog(log, launched.logStart)} (log: ${log})`,
      );
    }
    try {
      return await probe();
    } catch (cause) {
      if (Date.now() < deadline) {
        await sleep(100);
        continue;
      }
      const waited = `${name} did not answer within ${options.timeoutMs / 1_000} s`;
      throw new AppError("NOT_READY", `${waited}: ${describeError(cause)} (log: ${log})`, {
        cause,
      });
    }
  }
}
