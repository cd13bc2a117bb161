#!/usr/bin/env node
/** The program behind `npm start`, `npm stop` and `npm run status`. */
import { AppError } from "@perpetua/telemetry";
import { type LocalnetEnv, readEnv } from "../config/env.js";
import { homePaths } from "../config/homePaths.js";
import { stackContext } from "../supervisor/stackContext.js";
import { liveSupervisor } from "../supervisor/stateFiles.js";
import { stopTestServices } from "../testServices/startTestServices.js";
import { fetchStatus } from "./fetchStatus.js";
import { loadParts, ROOT } from "./loadParts.js";
import { start, superviseDetached } from "./start.js";
import { parseStartOptions, START_HELP } from "./startOptions.js";
import { stop } from "./stop.js";
import { statusTable } from "./table.js";

const USAGE = "usage: localnet start|stop|status [--json]|test-services-stop";

const print = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

async function main(command: string | undefined, args: readonly string[]): Promise<void> {
  const env = readEnv(ROOT);
  if (command === "start" || command === "supervise") {
    const options = parseStartOptions(args, env.workingDir);
    if (options.help) return print(START_HELP);
    if (command === "supervise") return superviseDetached(env, options);
    finish(await start(env, options, args, print));
  } else if (command === "stop") {
    finish(await stop(env, print));
  } else if (command === "status") {
    finish(await status(env, args.includes("--json")));
  } else if (command === "test-services-stop") {
    await stopTestServices();
  } else {
    throw new AppError("USAGE", USAGE);
  }
}

async function status(env: LocalnetEnv, json: boolean): Promise<number> {
  const settings = liveSupervisor(homePaths(env.home))?.settings ?? { web: true, prices: "auto" };
  const { root, parts } = loadParts(env, settings);
  const result = await fetchStatus(stackContext(root, env, settings), parts);
  print(json ? JSON.stringify(result) : statusTable(result));
  return result.healthy ? 0 : 1;
}

/** A foreground stack has no exit code yet: it runs until a signal ends it. */
function finish(code: number | undefined): void {
  if (code !== undefined) process.exit(code);
}

// A reader that has gone (`npm start | head`) must not take the stack down.
process.stdout.on("error", () => undefined);

main(process.argv[2], process.argv.slice(3)).catch((error: unknown) => {
  process.stderr.write(`error: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
