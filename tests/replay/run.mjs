/**
 * What `npm test` replays of the recordings: everything up to the second checkpoint, and all blocks
 * and states of both. Each part of a replay counts as one test.
 */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const program = fileURLToPath(new URL("./main.ts", import.meta.url));
const RUNS = [
  ["main", "--until", "shortterm"],
  ["main", "--only", "blocks,state"],
  ["edge", "--only", "blocks,state"],
];

let passed = 0;
let failed = 0;
for (const args of RUNS) {
  const node = ["--conditions=source", "--import", "tsx", program, ...args];
  const { stdout, stderr, status } = spawnSync(process.execPath, node, { encoding: "utf8" });
  console.log(`replay ${args.join(" ")}\n${stdout}${stderr}`);
  const parts = [...stdout.matchAll(/^[a-z ]+ (\d+)\/(\d+) equal$/gm)];
  const equal = parts.filter(([, ours, all]) => ours === all && all !== "0").length;
  passed += equal;
  // A run that ended badly without naming a difference failed all the same.
  failed += Math.max(parts.length - equal, status === 0 ? 0 : 1);
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
