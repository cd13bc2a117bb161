/**
 * `npm run bench [-- GROUP…]`: runs `bench/*.bench.ts` (and `bench/main.ts`) of every workspace, or
 * of those named, one at a time. Each writes `bench-results/<group>.json` (`reportGroup` of
 * testkit); this prints them as one table. Exit code 1 when one failed or missed its goal.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { exec } from "./lib/exec.mjs";
import { checkNode, ensureBuilt, ensureInstalled, fail, say } from "./lib/prepare.mjs";
import { table } from "./lib/table.mjs";
import { root, workspaces } from "./lib/workspace.mjs";

const TIMEOUT_MS = 15 * 60_000;
const results = join(root, "bench-results");
const wanted = process.argv.slice(2).filter((word) => !word.startsWith("-"));

checkNode();
await ensureInstalled();
const benches = findBenches().filter(
  ({ group, file }) =>
    wanted.length === 0 || wanted.some((word) => [group, name(file)].includes(word)),
);
if (benches.length === 0) fail(`no benchmark ${wanted.join(" ")}; there are: ${names()}`);
// Benchmarks run from the sources, but some start compiled programs.
const build = await ensureBuilt({ without: ["@perpetua/web"] });
if (!build.ok) say("the build failed; benchmarks of compiled programs will too");
mkdirSync(results, { recursive: true });

const failed = [];
const reports = [];
for (const { group, dir, file } of benches) {
  const label = `${group}/${basename(file)}`;
  say(`\nrunning ${label}`);
  const started = Date.now();
  const args = ["--expose-gc", "--conditions=source", "--import", "tsx", file];
  const { code } = await exec(process.execPath, args, {
    cwd: dir,
    inherit: true,
    timeoutMs: TIMEOUT_MS,
  });
  if (code !== 0) failed.push(`${label} (exit code ${code})`);
  reports.push(...reportsSince(started));
}

const rows = reports.flatMap((report) =>
  report.results.map((result) => [
    report.group,
    result.name,
    `${format(result.ours)} ${result.unit}`,
    `${format(result.peer)} ${result.peerName}`,
    `${result.ratio.toFixed(2)}x`,
    `${result.goal}x`,
    result.ok ? "ok" : "BELOW",
  ]),
);
say(`\n${table([["group", "benchmark", "ours", "peer", "ratio", "goal", ""], ...rows])}`);
for (const report of reports) {
  for (const result of report.results.filter(({ ok }) => !ok)) {
    failed.push(`${report.group}: ${result.name} is below its goal`);
  }
}
for (const line of failed) say(`failed: ${line}`);
process.exitCode = failed.length === 0 ? 0 : 1;

function findBenches() {
  return workspaces().flatMap(({ short, dir }) => {
    const folder = join(dir, "bench");
    if (!existsSync(folder)) return [];
    return readdirSync(folder)
      .filter((entry) => entry.endsWith(".bench.ts") || entry === "main.ts")
      .sort()
      .map((entry) => ({ group: short, dir, file: join(folder, entry) }));
  });
}

function name(file) {
  return basename(file).replace(/(\.bench)?\.ts$/, "");
}

function names() {
  return [...new Set(findBenches().map(({ group }) => group))].join(", ") || "none";
}

function reportsSince(time) {
  return readdirSync(results)
    .filter((entry) => entry.endsWith(".json"))
    .map((entry) => join(results, entry))
    .filter((file) => statSync(file).mtimeMs >= time)
    .map((file) => JSON.parse(readFileSync(file, "utf8")));
}

function format(value) {
  return value >= 1_000 ? Math.round(value).toLocaleString("en-US") : value.toPrecision(3);
}
