/**
 * End-to-end suites, found by their files: `tests/<name>/run.mjs`, `<workspace>/e2e/run.mjs`, and
 * `<workspace>/e2e/playwright.config.ts`. Each returns `{ passed, failed, details }`.
 */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { exec, tail } from "./exec.mjs";
import { root, workspaces } from "./workspace.mjs";

const TIMEOUT_MS = 12 * 60_000;
const LAST_LINE = /^(\d+) passed, (\d+) failed$/gm;

/**
 * `{ name, ownStack, run(env) }`; a file `own-stack` beside the suite keeps it off the shared one.
 */
export function findEndToEndSuites() {
  const tests = join(root, "tests");
  const folders = [
    ...(existsSync(tests) ? readdirSync(tests) : []).map((name) => [name, join(tests, name)]),
    ...workspaces().map(({ short, dir }) => [`${short} e2e`, join(dir, "e2e")]),
  ];
  return folders.flatMap(([name, folder]) => {
    const run = runnerOf(folder);
    const ownStack = existsSync(join(folder, "own-stack"));
    return run === undefined ? [] : [{ name, ownStack, run }];
  });
}

function runnerOf(folder) {
  if (existsSync(join(folder, "run.mjs"))) return (env) => runProgram(folder, env);
  if (existsSync(join(folder, "playwright.config.ts"))) return (env) => runPlaywright(folder, env);
  return undefined;
}

async function runProgram(folder, env) {
  const args = ["--conditions=source", "--import", "tsx", join(folder, "run.mjs")];
  const { code, output } = await exec(process.execPath, args, { env, timeoutMs: TIMEOUT_MS });
  const counts = output.match(LAST_LINE)?.at(-1)?.match(/\d+/g)?.map(Number);
  const [passed, failed] = counts ?? [0, 0];
  const broken = (code !== 0 || counts === undefined) && failed === 0;
  const good = code === 0 && !broken && failed === 0;
  return { passed, failed: failed + (broken ? 1 : 0), details: good ? [] : [tail(output, 60)] };
}

async function runPlaywright(folder, env) {
  const scratch = mkdtempSync(join(tmpdir(), "perpetua-playwright-"));
  const report = join(scratch, "report.json");
  const program = join(root, "node_modules/@playwright/test/cli.js");
  const args = ["test", "-c", join(folder, "playwright.config.ts"), "--reporter=json,line"];
  const { output } = await exec(process.execPath, [program, ...args], {
    cwd: join(folder, ".."),
    env: { ...env, PLAYWRIGHT_JSON_OUTPUT_NAME: report },
    timeoutMs: TIMEOUT_MS,
  });
  const stats = existsSync(report) ? JSON.parse(readFileSync(report, "utf8")).stats : undefined;
  rmSync(scratch, { recursive: true, force: true });
  if (stats === undefined) return { passed: 0, failed: 1, details: [tail(output, 60)] };
  // A flaky or skipped test proves nothing.
  const failed = stats.unexpected + stats.flaky + stats.skipped;
  return { passed: stats.expected, failed, details: failed === 0 ? [] : [tail(output, 60)] };
}
