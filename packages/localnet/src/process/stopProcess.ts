import { setTimeout as sleep } from "node:timers/promises";
import { isAlive, type ProcessIdentity } from "./identity.js";

export interface StopOptions {
  readonly signal?: NodeJS.Signals;
  /** After this the whole process group is killed. */
  readonly graceMs?: number;
}

const POLL_MS = 25;

/**
 * Ends a process that leads its own group: first politely, then the group by SIGKILL.
 * Resolves when it is gone; true when it went by itself.
 */
export async function stopProcess(
  identity: ProcessIdentity,
  options: StopOptions = {},
): Promise<boolean> {
  const graceMs = options.graceMs ?? 10_000;
  if (!isAlive(identity)) return true;
  signalIfThere(identity.pid, options.signal ?? "SIGTERM");
  if (await waitUntilGone(identity, graceMs)) return true;
  signalIfThere(-identity.pid, "SIGKILL");
  signalIfThere(identity.pid, "SIGKILL");
  await waitUntilGone(identity, 5_000);
  return false;
}

/** Sends a signal; a process that is gone already is no fault. */
export function signalIfThere(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

export async function waitUntilGone(
  identity: ProcessIdentity,
  timeoutMs: number,
): Promise<boolean> {
  const deadline = Date.now() + timeoutMs;
  while (isAlive(identity)) {
    if (Date.now() >= deadline) return false;
    await sleep(POLL_MS);
  }
  return true;
}
