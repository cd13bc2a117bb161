import { expect, test } from "vitest";
import { z } from "zod";
import { readCommandLine } from "../../../src/env.js";
import { commonOptions } from "../../../src/options/common.js";
import { flag, integer, readOptions } from "../../../src/options/options.js";

test("a flag beats the environment, in every spelling", () => {
  const line = readCommandLine(["ender", "--ops-port", "9", "--log-level=debug", "--dry-run"]);
  expect(line.command).toBe("ender");
  expect(line.environment).toMatchObject({ OPS_PORT: "9", LOG_LEVEL: "debug", DRY_RUN: "true" });
  expect(readCommandLine(["--help"])).toMatchObject({ command: undefined, help: true });
  expect(readCommandLine(["--url=a=b"]).environment.URL).toBe("a=b");
});

test("the port offset moves every default, but nothing that is given", () => {
  const options = commonOptions("ender", { PERPETUA_PORT_OFFSET: "20000", REDIS_URL: "redis://r" });
  expect(options).toMatchObject({
    databaseUrl: "postgresql://perpetua:perpetua@127.0.0.1:25435/perpetua",
    redisUrl: "redis://r",
    kafkaBrokers: "127.0.0.1:29095",
    nodeOpsUrl: "http://127.0.0.1:29100",
    opsPort: 29102,
    databaseReadUrl: undefined,
  });
});

test("every service has its own ops port", () => {
  const names = ["ender", "vulcan", "comlink", "socks", "roundtable", "all"];
  const ports = names.map((name) => commonOptions(name, {}).opsPort);
  expect(new Set(ports).size).toBe(names.length);
  for (const port of ports) expect(port).toSatisfy((p: number) => p > 9100 && p <= 9119);
});

test("all bad variables are named at once, empty ones count as absent", () => {
  const schema = z.object({ A: integer(), B: flag().default(true), C: integer().default(7) });
  expect(readOptions(schema, { A: "1", B: "", C: "" })).toEqual({ A: 1, B: true, C: 7 });
  expect(() => readOptions(schema, { A: "-1", B: "yes" })).toThrow(/A .*B /s);
});
