/**
 * Kills every part of a running exchange, one after another, under order flow, and asks for proof
 * that nothing was lost or doubled. The suite itself is TypeScript; this only starts it.
 */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const program = fileURLToPath(new URL("./main.ts", import.meta.url));
const args = ["--conditions=source", "--import", "tsx", program, ...process.argv.slice(2)];
const { status } = spawnSync(process.execPath, args, { stdio: "inherit" });
process.exitCode = status ?? 1;
