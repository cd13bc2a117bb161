import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { BASE_PORTS } from "../../src/config/ports.js";
import { backoffMs } from "../../src/supervisor/backoff.js";
import { rotateLogs } from "../../src/supervisor/logRotation.js";
import { PARTS } from "../../src/supervisor/parts.js";
import { stopLevels } from "../../src/supervisor/supervisor.js";

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "perpetua-unit-"));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

test("delays double up to a ceiling", () => {
  expect([1, 2, 3, 4, 20].map(backoffMs)).toEqual([250, 500, 1_000, 2_000, 15_000]);
});

test("the parts list has every part of the contract, in an order that can start", () => {
  const names = PARTS.map(({ name }) => name);
  const contract =
    "postgres redis kafka node ender vulcan comlink socks roundtable faucet web".split(" ");
  expect(names).toEqual(expect.arrayContaining(contract));
  const ports = PARTS.flatMap((part) => part.ports);
  expect(new Set(ports).size).toBe(ports.length);
  const levels = stopLevels(PARTS);
  expect(levels.flat().sort()).toEqual([...names].sort());
  expect(levels.at(-1)).toEqual(["postgres", "redis", "kafka"]);
});

test("ports of all parts differ", () => {
  const ports = Object.values(BASE_PORTS);
  expect(new Set(ports).size).toBe(ports.length);
});

test("whoever depends on a part ends before it; a dependency that comes later is refused", () => {
  const part = (name: string, dependsOn: string[]) =>
    ({ name, dependsOn, kind: "process", ports: [], startTimeoutMs: 1 }) as const;
  const parts = [part("a", []), part("b", ["a"]), part("c", []), part("d", ["b", "c"])];
  expect(stopLevels(parts)).toEqual([["d"], ["b"], ["a", "c"]]);
  expect(() => stopLevels([part("b", ["a"]), part("a", [])])).toThrow(/not before it/);
});

test("large logs are copied and truncated, the oldest copies go", () => {
  const log = join(directory, "node.log");
  for (const text of ["first!", "second", "third!", "fourth"]) {
    writeFileSync(log, text);
    rotateLogs(directory, { maxBytes: 5, keep: 2 });
    expect(readFileSync(log, "utf8")).toBe("");
  }
  expect(readFileSync(`${log}.1`, "utf8")).toBe("fourth");
  expect(readFileSync(`${log}.2`, "utf8")).toBe("third!");
  expect(existsSync(`${log}.3`)).toBe(false);
  writeFileSync(log, "tiny");
  rotateLogs(directory, { maxBytes: 5, keep: 2 });
  expect(readFileSync(log, "utf8")).toBe("tiny");
});
