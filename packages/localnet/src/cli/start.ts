import type { LocalnetEnv } from "../config/env.js";
import { homePaths } from "../config/homePaths.js";
import { withFileLock } from "../process/fileLock.js";
import { stopProcess } from "../process/stopProcess.js";
import { type StackContext, stackContext } from "../supervisor/stackContext.js";
import { liveSupervisor, type SupervisorState, stopOrphans } from "../supervisor/stateFiles.js";
import { startDetached, tell } from "./detached.js";
import { askSupervisor, waitUntilHealthy } from "./fetchStatus.js";
import { type LoadedParts, loadParts } from "./loadParts.js";
import { needsFreshData, removeData, resolveSettings, storeGenesis } from "./prepareHome.js";
import type { StartOptions } from "./startOptions.js";
import { supervise } from "./supervise.js";
import { addressTable, statusTable } from "./table.js";

type Print = (line: string) => void;

const WAIT_MS = 180_000;
const STOP_GRACE_MS = 120_000;

/** `npm start`: everything up, or one line that says what is not. Returns the exit code. */
export async function start(
  env: LocalnetEnv,
  options: StartOptions,
  args: readonly string[],
  print: Print,
): Promise<number | undefined> {
  const paths = homePaths(env.home);
  const lock = { onWait: () => print("another start is under way; waiting for it") };
  return withFileLock(
    paths.startLock,
    async () => {
      const running = liveSupervisor(paths);
      if (running !== undefined) {
        if (!wantsOther(env, running, options)) return showRunning(env, running, print);
        print("restarting the running stack with the new options");
        await stopProcess(running.identity, { graceMs: STOP_GRACE_MS });
      }
      const left = await stopOrphans(paths);
      if (left.length > 0) print(`stopped what a killed supervisor had left: ${left.join(", ")}`);
      const { context, loaded } = prepare(env, options, print);
      if (options.detach) {
        await startDetached(context, args, print);
        await showAddresses(context, print);
        return 0;
      }
      const supervisor = await supervise(context, loaded.parts, print);
      print(`\n${addressTable(supervisor.status())}\n\nCtrl-C stops everything; data stays.`);
      return undefined;
    },
    lock,
  );
}

/** The background half of `--detach`. The waiting process has done the preparations. */
export async function superviseDetached(env: LocalnetEnv, options: StartOptions): Promise<void> {
  const settings = resolveSettings(env, { ...options, fresh: false });
  const { root, parts } = loadParts(env, settings);
  try {
    const context = stackContext(root, env, settings);
    await supervise(context, parts, (line) => tell({ type: "progress", line }));
    tell({ type: "ready" });
  } catch (error) {
    tell({ type: "failed", message: (error as Error).message });
    process.exit(1);
  }
}

function prepare(
  env: LocalnetEnv,
  options: StartOptions,
  print: Print,
): { context: StackContext; loaded: LoadedParts } {
  const settings = resolveSettings(env, options);
  const loaded = loadParts(env, settings);
  if (needsFreshData(env, options)) {
    print("removing the old data");
    removeData(env, loadParts(env, { web: true }).parts);
    const external = Object.keys(env.external);
    if (external.length > 0) print("servers of your own keep their data: empty them yourself");
  }
  storeGenesis(env, options);
  return { context: stackContext(loaded.root, env, settings), loaded };
}

/** Only what the user asked for now counts: a bare `npm start` never restarts a stack. */
function wantsOther(env: LocalnetEnv, running: SupervisorState, options: StartOptions): boolean {
  const { settings } = running;
  return (
    needsFreshData(env, options) ||
    (options.prices !== undefined && options.prices !== settings.prices) ||
    (options.ethRpc !== undefined && options.ethRpc !== settings.ethRpc) ||
    (options.epochs !== undefined && options.epochs !== settings.epochs) ||
    (!options.web && settings.web)
  );
}

async function showRunning(
  env: LocalnetEnv,
  running: SupervisorState,
  print: Print,
): Promise<number> {
  const { root } = loadParts(env, running.settings);
  const context = stackContext(root, env, running.settings);
  print(`already running (supervisor ${running.identity.pid})`);
  const healthy = await waitUntilHealthy(context, WAIT_MS);
  await showAddresses(context, print);
  return healthy ? 0 : 1;
}

async function showAddresses(context: StackContext, print: Print): Promise<void> {
  const supervisor = liveSupervisor(context.paths);
  if (supervisor === undefined) return;
  const status = await askSupervisor(supervisor);
  print(`\n${statusTable(status)}\n\n${addressTable(status)}\n\n\`npm stop\` ends it.`);
}
