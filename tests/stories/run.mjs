/**
 * Starts a local network and plays whole stories on it through signed transactions: triggers,
 * liquidations, funding, vaults, the bridge. `node run.mjs [STORY…]` plays those whose name begins
 * with one of the words. The suite itself is TypeScript; this only starts it.
 */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const program = fileURLToPath(new URL("./main.ts", import.meta.url));
const args = ["--conditions=source", "--import", "tsx", program, ...process.argv.slice(2)];
const { status } = spawnSync(process.execPath, args, { stdio: "inherit" });
process.exitCode = status ?? 1;
