/** Counting Vitest's reports: nothing that went wrong may count as nothing. Run: node --test. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { countReport } from "../lib/vitestSuite.mjs";

const file = (status, tests, message = "") => ({
  name: "/x/test/a.test.ts",
  status,
  message,
  assertionResults: tests.map((result) => ({ fullName: "t", status: result, failureMessages: [] })),
});

test("passed, failed and skipped tests", () => {
  const report = { testResults: [file("failed", ["passed", "passed", "failed", "skipped"])] };
  const { passed, failed, details } = countReport(report, "/x");
  assert.deepEqual([passed, failed, details.length], [2, 2, 2]);
});

test("a file that does not load is one failure with its message", () => {
  const { passed, failed, details } = countReport(
    { testResults: [file("failed", [], "boom")] },
    "/x",
  );
  assert.deepEqual([passed, failed], [0, 1]);
  assert.match(details[0], /^test\/a\.test\.ts\nboom$/);
});
