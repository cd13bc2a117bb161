import { setTimeout as sleep } from "node:timers/promises";
import type { PartSpec } from "../supervisor/partSpec.js";
import type { StackContext } from "../supervisor/stackContext.js";
import { liveSupervisor, type SupervisorState } from "../supervisor/stateFiles.js";
import { deadStatus, type StackStatus } from "../supervisor/status.js";

/** The status from the live supervisor, or from what a dead one left on disk. */
export async function fetchStatus(
  context: StackContext,
  parts: readonly PartSpec[],
): Promise<StackStatus> {
  const supervisor = liveSupervisor(context.paths);
  if (supervisor === undefined) return deadStatus(context, parts);
  return askSupervisor(supervisor);
}

export async function askSupervisor(supervisor: SupervisorState): Promise<StackStatus> {
  const response = await fetch(supervisor.statusUrl, { signal: AbortSignal.timeout(10_000) });
  return (await response.json()) as StackStatus;
}

/** Waits until a starting stack is healthy; false when its supervisor ends or time runs out. */
export async function waitUntilHealthy(context: StackContext, timeoutMs: number): Promise<boolean> {
  const deadline = Date.now() + timeoutMs;
  while (Date.now() < deadline) {
    const supervisor = liveSupervisor(context.paths);
    if (supervisor === undefined) return false;
    if ((await askSupervisor(supervisor)).healthy) return true;
    await sleep(250);
  }
  return false;
}
