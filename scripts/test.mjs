/**
 * `npm test [-- NAME…]`: everything, from a fresh clone: packages, build, type check, lint, tidy,
 * each workspace's Vitest (unit, property, integration with real servers), then the end-to-end
 * suites (`lib/endToEndSuites.mjs`) against one shared stack. NAMEs choose suites by part of their
 * name. The last
 * line is `N passed, N failed`; exit code 1 if any failed.
 *
 * A suite in `tests/<name>/run.mjs` ends with a line `N passed, N failed` of its own. It finds the
 * running stack in PERPETUA_STATUS (the JSON of `npm run status`) and Chromium in
 * PERPETUA_CHROMIUM; a suite with a file `own-stack` beside it is run without the shared one.
 */
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { findEndToEndSuites } from "./lib/endToEndSuites.mjs";
import { exec, tail } from "./lib/exec.mjs";
import * as prepare from "./lib/prepare.mjs";
import { startStack } from "./lib/stack.mjs";
import { runVitest } from "./lib/vitestSuite.mjs";
import { localnetCli, root, workspaces } from "./lib/workspace.mjs";

const SUITE_TIMEOUT_MS = 12 * 60_000;
const wanted = process.argv.slice(2).filter((word) => !word.startsWith("-"));
const started = Date.now();
const results = [];
const scratch = mkdtempSync(join(tmpdir(), "perpetua-npm-test-"));
const env = {
  ...prepare.turboEnv(),
  CI: "1",
  // Servers of this run only, so that stopping them at the end disturbs no one.
  PERPETUA_TEST_HOME: join(scratch, "services"),
};

prepare.checkNode();
await prepare.ensureInstalled();
await prepare.ensureSystemPackages();
const chromium = prepare.findChromium();
if (chromium !== undefined) env.PERPETUA_CHROMIUM = chromium;

const build = await prepare.ensureBuilt();
record("build", build.ok ? passedOne() : failedOne(build.output));
await runChecks();
await runWorkspaces();
await runScriptTests();
await runEndToEnd();
await exec(process.execPath, [localnetCli, "test-services-stop"], { env });
rmSync(scratch, { recursive: true, force: true });
summarise();

async function runChecks() {
  const typecheck = ["run", "typecheck", "--continue", "--ui=stream", "--output-logs=errors-only"];
  await check("typecheck", prepare.turbo(), typecheck);
  const biome = join(root, "node_modules/.bin/biome");
  await check("lint", biome, ["check", "--diagnostic-level=error", "--reporter=summary", "."]);
  const tests = join(root, "tests/tsconfig.json");
  if (existsSync(tests)) {
    const tsc = join(root, "node_modules/.bin/tsc");
    await check("typecheck of tests/", tsc, ["-p", tests, "--noEmit"]);
  }
  await check("tidy", process.execPath, [join(root, "scripts/tidy.mjs")]);
}

async function check(name, file, args) {
  if (!isWanted(name)) return;
  const { code, output } = await exec(file, args, { env, timeoutMs: SUITE_TIMEOUT_MS });
  record(name, code === 0 ? passedOne() : failedOne(output));
}

/** Two workspaces at a time: one's waiting for servers is the other's computing. */
async function runWorkspaces() {
  const cores = availableParallelism();
  const queue = workspaces().filter(({ dir, short }) => isWanted(short) && hasTests(dir));
  const worker = async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const { short, dir } = next;
      record(short, await runVitest({ dir, env, maxWorkers: Math.max(1, cores - 1) }));
    }
  };
  await Promise.all([worker(), worker()]);
}

function hasTests(dir) {
  const folder = join(dir, "test");
  if (!existsSync(folder)) return false;
  return readdirSync(folder, { recursive: true }).some((entry) => /\.test\.tsx?$/.test(entry));
}

/** The scripts' own tests, with Node's runner: they must not need anything installed. */
async function runScriptTests() {
  if (!isWanted("scripts")) return;
  const folder = join(root, "scripts/test");
  const files = readdirSync(folder).filter((entry) => entry.endsWith(".test.mjs"));
  const args = ["--test", "--test-reporter=tap", ...files.map((entry) => join(folder, entry))];
  const { code, output } = await exec(process.execPath, args, { env });
  const count = (word) => Number(new RegExp(`^# ${word} (\\d+)$`, "m").exec(output)?.[1] ?? 0);
  const [passed, failed] = [count("pass"), count("fail")];
  if (code === 0 || failed > 0)
    record("scripts", { passed, failed, details: failed ? [tail(output)] : [] });
  else record("scripts", failedOne(output));
}

async function runEndToEnd() {
  const suites = findEndToEndSuites().filter(({ name }) => isWanted(name));
  for (const suite of suites.filter(({ ownStack }) => ownStack)) {
    record(suite.name, await suite.run(env));
  }
  const sharing = suites.filter(({ ownStack }) => !ownStack);
  if (sharing.length === 0) return;
  prepare.say("starting a stack for the end-to-end suites");
  const stack = await startStack(env);
  if (stack.error !== undefined) {
    for (const { name } of sharing) record(name, failedOne(`no stack: ${stack.error}`));
    return;
  }
  for (const suite of sharing) record(suite.name, await suite.run(stack.env));
  await stack.stop();
}

function isWanted(name) {
  return wanted.length === 0 || wanted.some((word) => name.includes(word));
}

function passedOne() {
  return { passed: 1, failed: 0, details: [] };
}

function failedOne(output) {
  return { passed: 0, failed: 1, details: [tail(output)] };
}

function record(name, { passed, failed, details }) {
  results.push({ name, passed, failed });
  const minutes = ((Date.now() - started) / 60_000).toFixed(1);
  const counts = `${String(passed).padStart(6)} passed ${String(failed).padStart(4)} failed`;
  prepare.say(`${name.padEnd(14)} ${counts}   (at ${minutes} min)`);
  for (const detail of details) prepare.say(`${detail.replace(/^/gm, "    ")}\n`);
}

function summarise() {
  const sum = (key) => results.reduce((total, result) => total + result[key], 0);
  const bad = results.filter(({ failed }) => failed > 0).map(({ name }) => name);
  if (bad.length > 0) prepare.say(`\nfailed: ${bad.join(", ")}`);
  process.stdout.write(`${sum("passed")} passed, ${sum("failed")} failed\n`, () =>
    process.exit(sum("failed") === 0 ? 0 : 1),
  );
}
