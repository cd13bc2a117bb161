import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const SCRIPT = fileURLToPath(new URL("../../scripts/runtimes.mjs", import.meta.url));

test("a world ends with the same hash with and without the just-in-time compiler", () => {
  const run = spawnSync(process.execPath, [SCRIPT, "--here"], { encoding: "utf8" });
  expect(run.status, run.stdout + run.stderr).toBe(0);
  expect(run.stdout.match(/same hashes/g)).toHaveLength(2);
  expect(run.stdout).toMatch(/seed 701: \d+ commands, \d+ fills, hash [0-9a-f]{64}/);
}, 300_000);
