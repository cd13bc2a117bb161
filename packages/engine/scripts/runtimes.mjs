/**
 * The same worlds under other runtimes: this Node, without its compiler, and Node 22 and 24 from
 * the npm registry. Prints one line each; fails when a hash differs.
 * Run: `node packages/engine/scripts/runtimes.mjs [--here]`; `--here` leaves out what has to be
 * downloaded and plays one world: `npm test` runs that.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";

const at = (path) => fileURLToPath(new URL(path, import.meta.url));
// As deep as test/sim, so that the genesis file is found at the same relative path.
const folder = at("../node_modules/.cache");
mkdirSync(folder, { recursive: true });
const program = `${folder}/hashes.mjs`;
buildSync({
  entryPoints: [at("../test/sim/hashes.ts")],
  bundle: true,
  platform: "node",
  format: "esm",
  conditions: ["source"],
  outfile: program,
});

const here = process.argv.includes("--here");
const seeds = here ? ["701"] : ["701", "702", "703"];
const downloaded = here ? [] : ["22", "24"];
const runtimes = [
  { name: `node ${process.version}`, command: [process.execPath] },
  { name: `node ${process.version} --jitless`, command: [process.execPath, "--jitless"] },
  ...downloaded.map((major) => ({
    name: `node ${major}`,
    command: ["npx", "--yes", "--package", `node@${major}`, "node"],
  })),
];

let expected;
let failed = false;
for (const { name, command } of runtimes) {
  const [file, ...args] = command;
  const version = spawnSync(file, [...args, "--version"], { encoding: "utf8" });
  const run = spawnSync(file, [...args, program, ...seeds], { encoding: "utf8" });
  const output = run.status === 0 ? run.stdout : `failed: ${run.stderr}`;
  expected ??= output;
  const agrees = output === expected && run.status === 0;
  if (!agrees) failed = true;
  console.log(`${name} (${version.stdout.trim()}): ${agrees ? "same hashes" : "DIFFERS"}`);
  if (!agrees) console.log(output);
}
console.log(expected);
process.exitCode = failed ? 1 : 0;
