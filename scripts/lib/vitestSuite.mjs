/** Runs one workspace's Vitest and counts what its JSON report says. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { exec, tail } from "./exec.mjs";
import { root } from "./workspace.mjs";

const TIMEOUT_MS = 15 * 60_000;

/** `{ passed, failed, details }`; a suite that does not run counts as one failure. */
export async function runVitest({ dir, env, maxWorkers, filters = [] }) {
  const folder = mkdtempSync(join(tmpdir(), "perpetua-vitest-"));
  const report = join(folder, "report.json");
  const args = ["run", "--reporter=json", `--outputFile=${report}`, `--maxWorkers=${maxWorkers}`];
  const program = join(root, "node_modules/vitest/vitest.mjs");
  const result = await exec(process.execPath, [program, ...args, ...filters], {
    cwd: dir,
    env,
    timeoutMs: TIMEOUT_MS,
  });
  const counted = existsSync(report)
    ? countReport(JSON.parse(readFileSync(report, "utf8")), dir)
    : { passed: 0, failed: 0, details: [] };
  rmSync(folder, { recursive: true, force: true });
  if (result.code === 0 && counted.failed === 0) return counted;
  if (counted.failed > 0) return counted;
  // It failed without a failed test: an error outside of tests, a crash, or no time left.
  return { ...counted, failed: 1, details: [`did not run to its end\n${tail(result.output, 25)}`] };
}

/** Sums a report; a file that could not be loaded has no tests and counts as one failure. */
export function countReport(report, dir) {
  let [passed, failed] = [0, 0];
  const details = [];
  for (const file of report.testResults) {
    const name = file.name.replace(`${dir}/`, "");
    for (const test of file.assertionResults) {
      if (test.status === "passed") passed += 1;
      // A skipped test proves nothing; the house rule is that there are none.
      else failed += 1;
      if (test.status === "failed") details.push(`${name} > ${test.fullName}\n${first(test)}`);
      else if (test.status !== "passed") details.push(`${name} > ${test.fullName}: ${test.status}`);
    }
    if (file.status === "failed" && !file.assertionResults.some((t) => t.status === "failed")) {
      failed += 1;
      details.push(`${name}\n${file.message}`);
    }
  }
  return { passed, failed, details };
}

function first(test) {
  return (test.failureMessages?.[0] ?? "").split("\n").slice(0, 12).join("\n");
}
