import { execFile } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, it } from "vitest";
import { removeHome, tempHome } from "../support/testChain.js";

const MAIN = fileURLToPath(new URL("../../src/main.ts", import.meta.url));
let home: string;

beforeEach(() => {
  home = tempHome();
});
afterEach(() => removeHome(home));

/** Runs `node start` until it ends by itself. */
function start(variables: Readonly<Record<string, string>>) {
  const { NODE_OPTIONS: _options, VITEST: _vitest, ...env } = process.env;
  const args = ["--conditions=source", "--import", "tsx", MAIN, "start"];
  const all = { ...env, PERPETUA_HOME: home, PERPETUA_PORT_OFFSET: "19000", ...variables };
  return new Promise<{ code: unknown; output: string }>((resolve) => {
    execFile(process.execPath, args, { env: all }, (error, stdout, stderr) =>
      resolve({ code: error?.code ?? 0, output: stdout + stderr }),
    );
  });
}

it.each([
  [
    "a number that is none",
    { BLOCK_INTERVAL_MS: "1s" },
    "BLOCK_INTERVAL_MS must be a whole number",
  ],
  ["brokers without ports", { KAFKA_BROKERS: "localhost" }, "KAFKA_BROKERS must be host:port"],
  [
    "a genesis file that is not there",
    { PERPETUA_GENESIS: "/nowhere/genesis.json" },
    "genesis file /nowhere/genesis.json (PERPETUA_GENESIS) cannot be read",
  ],
])(
  "ends with one record that names the fault: %s",
  async (_name, variables, text) => {
    const { code, output } = await start(variables);
    expect(code).toBe(1);
    expect(output.trim().split("\n")).toHaveLength(1);
    expect(JSON.parse(output)).toMatchObject({
      level: "fatal",
      msg: expect.stringContaining(text),
    });
  },
  60_000,
);

it("keeps no genesis that no chain can start from", async () => {
  const file = join(home, "given.json");
  writeFileSync(file, "{}");
  const { code, output } = await start({ PERPETUA_GENESIS: file });
  expect(code).toBe(1);
  expect(JSON.parse(output)).toMatchObject({ level: "fatal", code: "GENESIS_INVALID" });
  expect(existsSync(join(home, "node", "genesis.json"))).toBe(false);
}, 60_000);
