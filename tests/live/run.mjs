/**
 * Drives a running local network, started from the recorded genesis with prices from a file,
 * through the recorded steps of the first chapters and compares the code of every answer and
 * delivery. `node run.mjs [CHAPTER]` plays up to and including that chapter (default: shortterm).
 */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const program = fileURLToPath(new URL("./main.ts", import.meta.url));
const { status } = spawnSync(
  process.execPath,
  ["--conditions=source", "--import", "tsx", program, ...process.argv.slice(2)],
  { stdio: "inherit" },
);
process.exitCode = status ?? 1;
