import { AppError } from "@perpetua/telemetry";
import { fetchBlocksFrom } from "../ender/backfill.js";
import { commonOptions } from "../options/common.js";
import type { Environment } from "../options/options.js";
import { reconcile } from "./reconcile.js";

const USAGE = `usage: main.js scripts <script> [--option value …]

scripts:
  reconcile   rebuilds the database from the node's block log beside the live one and compares;
              reads DATABASE_URL and NODE_OPS_URL, changes neither; exit code 1 on a difference
`;

const MAX_SHOWN = 20;

/** `main.js scripts <name>`: data repair and checks for operators (indexer.md §7.2). */
export async function runScript(name: string | undefined, environment: Environment): Promise<void> {
  if (name === undefined || environment.HELP !== undefined) {
    process.stdout.write(USAGE);
    return;
  }
  if (name !== "reconcile") throw new AppError("UNKNOWN_SCRIPT", `unknown script ${name}`);
  const { databaseUrl, nodeOpsUrl } = commonOptions("scripts", environment);
  if (environment.DRY_RUN !== undefined) {
    process.stdout.write(`would compare ${databaseUrl} with the blocks of ${nodeOpsUrl}\n`);
    return;
  }
  const result = await reconcile({
    databaseUrl,
    fetchBlocks: fetchBlocksFrom(nodeOpsUrl),
    onProgress: (text) => process.stderr.write(`reconcile: ${text}\n`),
  });
  for (const { table, key, kind } of result.differences.slice(0, MAX_SHOWN)) {
    process.stdout.write(`${kind} ${table} ${key}\n`);
  }
  const { differences, rows, height } = result;
  process.stdout.write(`${differences.length} differences in ${rows} rows at height ${height}\n`);
  if (differences.length > 0) process.exitCode = 1;
}
