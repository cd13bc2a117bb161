import type { LocalnetEnv } from "../config/env.js";
import { homePaths } from "../config/homePaths.js";
import { stopProcess } from "../process/stopProcess.js";
import { liveSupervisor, stopOrphans } from "../supervisor/stateFiles.js";

const STOP_GRACE_MS = 120_000;

/** `npm stop`: ends a running stack, or what a killed supervisor left. Returns the exit code. */
export async function stop(env: LocalnetEnv, print: (line: string) => void): Promise<number> {
  const paths = homePaths(env.home);
  const supervisor = liveSupervisor(paths);
  if (supervisor !== undefined) {
    print(`stopping (supervisor ${supervisor.identity.pid})`);
    const clean = await stopProcess(supervisor.identity, { graceMs: STOP_GRACE_MS });
    if (!clean) print(`the supervisor did not end within ${STOP_GRACE_MS / 1_000} s; killed it`);
  }
  const left = await stopOrphans(paths);
  if (left.length > 0) print(`stopped what a killed supervisor had left: ${left.join(", ")}`);
  print(supervisor === undefined && left.length === 0 ? "nothing is running" : "stopped");
  return 0;
}
