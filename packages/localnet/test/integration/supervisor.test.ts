import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { identify } from "../../src/process/identity.js";
import type { PartSpec } from "../../src/supervisor/partSpec.js";
import type { StackStatus } from "../../src/supervisor/status.js";

const packageDir = fileURLToPath(new URL("../..", import.meta.url));
const root = mkdtempSync(join(tmpdir(), "perpetua-supervisor-"));
const home = join(root, "home");
/** Away from a stack that runs at offset 0, and from the ephemeral ports. */
const offset = 11_000 + (process.pid % 500) * 10;

const services: PartSpec[] = [
  service("postgres", ["postgres"]),
  service("redis", ["redis"]),
  service("kafka", ["kafka", "kafkaController"]),
];
const migrate = program("migrate", "task", ["postgres"]);
const node = { ...program("node", "run", ["kafka"]), opsPort: "opsNode" } as const;
const ender = { ...program("ender", "run", ["migrate", "node"]), opsPort: "opsEnder" } as const;
const light = [
  { ...node, dependsOn: [] },
  { ...ender, dependsOn: ["node"] },
];

function service(name: string, ports: PartSpec["ports"]): PartSpec {
  return { name, kind: "service", dependsOn: [], ports, startTimeoutMs: 90_000 };
}

function program(name: string, mode: "run" | "task" | "crash", dependsOn: string[]): PartSpec {
  const kind = mode === "task" ? "task" : "process";
  const command = ["node", "part.mjs", mode, name];
  return { name, kind, dependsOn, command, ports: [], startTimeoutMs: 20_000 };
}

function useParts(parts: readonly PartSpec[]): void {
  writeFileSync(join(root, "parts.json"), JSON.stringify(parts));
}

const cli = ["--conditions=source", "--import", "tsx", join(packageDir, "src/cli/main.ts")];
const environment = (extra: Record<string, string> = {}) => ({
  ...process.env,
  DATABASE_URL: "",
  REDIS_URL: "",
  KAFKA_BROKERS: "",
  PERPETUA_HOME: home,
  PERPETUA_PORT_OFFSET: String(offset),
  PERPETUA_PARTS: join(root, "parts.json"),
  ...extra,
});

function run(args: string[], extra: Record<string, string> = {}) {
  const env = environment(extra);
  const options = { cwd: packageDir, env, encoding: "utf8", timeout: 150_000 } as const;
  const result = spawnSync(process.execPath, [...cli, ...args], options);
  return { code: result.status, out: result.stdout, err: result.stderr };
}

function status(extra: Record<string, string> = {}): StackStatus {
  return JSON.parse(run(["status", "--json"], extra).out) as StackStatus;
}

const part = (name: string) => status().parts.find((entry) => entry.name === name);

async function eventually(what: string, check: () => boolean): Promise<void> {
  const deadline = Date.now() + 90_000;
  while (!check()) {
    if (Date.now() > deadline) throw new Error(`not within 90 s: ${what}`);
    await sleep(200);
  }
}

function alive(pid: number | null | undefined): boolean {
  return typeof pid === "number" && identify(pid) !== undefined;
}

beforeAll(() => {
  const fixture = new URL("./fixtures/part.mjs", import.meta.url);
  copyFileSync(fileURLToPath(fixture), join(root, "part.mjs"));
});
beforeEach(() => {
  run(["stop"]);
});
afterAll(() => {
  run(["stop"]);
  rmSync(root, { recursive: true, force: true });
});

test("a detached stack starts, tells how it is, and stops without leaving anything", () => {
  useParts([...services, migrate, node, ender]);
  const start = run(["start", "--detach", "--prices=sim"]);
  expect(start.err).toBe("");
  expect(start.code).toBe(0);
  const now = status();
  expect(now.healthy).toBe(true);
  expect(now.parts.map(({ name }) => name)).toEqual([
    "postgres",
    "redis",
    "kafka",
    "node",
    "ender",
  ]);
  expect(now.prices).toBe("sim");
  expect(now.height).toBeTypeOf("number");
  expect(now.urls.comlink).toBe(`http://localhost:${3002 + offset}`);
  const env = JSON.parse(readFileSync(join(home, "ender", "env.json"), "utf8"));
  expect(env).toEqual({
    OPS_PORT: String(9102 + offset),
    DATABASE_URL: `postgresql://perpetua:perpetua@127.0.0.1:${5435 + offset}/perpetua`,
    REDIS_URL: `redis://127.0.0.1:${6382 + offset}`,
    KAFKA_BROKERS: `127.0.0.1:${9095 + offset}`,
    PERPETUA_PRICES: "sim",
  });

  const again = run(["start", "--detach"]);
  expect(again.code).toBe(0);
  expect(again.out).toContain("already running");
  expect(part("node")?.pid).toBe(now.parts.find(({ name }) => name === "node")?.pid);

  expect(run(["stop"]).code).toBe(0);
  for (const { name, pid } of now.parts) expect(alive(pid), name).toBe(false);
  expect(run(["status"]).code).toBe(1);
  expect(readFileSync(join(home, "logs", "ender.log"), "utf8")).toContain("ender stopped");
}, 240_000);

test("a killed part comes back and the restart is counted", async () => {
  useParts([service("redis", ["redis"]), ...light]);
  expect(run(["start", "--detach"]).code).toBe(0);
  for (const name of ["node", "redis"]) {
    const before = part(name)?.pid ?? 0;
    process.kill(before, "SIGKILL");
    await eventually(`${name} is healthy again`, () => {
      const after = part(name);
      return after?.healthy === true && after.pid !== before && after.restarts === 1;
    });
  }
  expect(status().healthy).toBe(true);
}, 240_000);

test("a part that hangs is killed and comes back", async () => {
  useParts([{ ...node, dependsOn: [], hangMs: 2_000 }]);
  expect(run(["start", "--detach"]).code).toBe(0);
  const before = part("node")?.pid ?? 0;
  process.kill(before, "SIGSTOP");
  await eventually("another process answers", () => {
    const after = part("node");
    return after?.healthy === true && after.pid !== before && after.restarts === 1;
  });
}, 120_000);

test("what a killed supervisor left is stopped by the next start, and by stop", async () => {
  useParts([service("postgres", ["postgres"]), ...light]);
  expect(run(["start", "--detach"]).code).toBe(0);
  const supervisorPid = () =>
    (
      JSON.parse(readFileSync(join(home, "run", "supervisor.json"), "utf8")) as {
        identity: { pid: number };
      }
    ).identity.pid;
  const first = status();
  process.kill(supervisorPid(), "SIGKILL");
  await eventually("the supervisor is gone", () => !status().healthy);
  expect(part("node")?.detail).toBe("left over from a killed supervisor");
  const second = run(["start", "--detach"]);
  expect(second.err).toBe("");
  expect(second.out).toContain("stopped what a killed supervisor had left: ender, node, postgres");
  for (const { name, pid } of first.parts) expect(alive(pid), name).toBe(false);
  const third = status();
  expect(third.healthy).toBe(true);
  process.kill(supervisorPid(), "SIGKILL");
  await sleep(200);
  expect(run(["stop"]).out).toContain("stopped what a killed supervisor had left");
  for (const { name, pid } of third.parts) expect(alive(pid), name).toBe(false);
}, 240_000);

test("a part that cannot start is named with its log, and everything else is stopped", () => {
  const broken = { ...program("ender", "crash", ["node"]), opsPort: "opsEnder" } as const;
  useParts([{ ...node, dependsOn: [] }, broken]);
  const result = run(["start", "--detach"]);
  expect(result.code).toBe(1);
  const log = join(home, "logs", "ender.log");
  expect(result.err).toBe(
    `error: ender cannot start: ender exited with code 3: it broke on purpose (log: ${log})\n`,
  );
  expect(run(["stop"]).out).toContain("nothing is running");
}, 120_000);

test("a taken port is named", async () => {
  useParts([{ ...node, dependsOn: [], ports: ["opsNode"] }]);
  expect(run(["start", "--detach"]).code).toBe(0);
  const other = { PERPETUA_HOME: join(root, "other") };
  const result = run(["start", "--detach"], other);
  expect(result.code).toBe(1);
  expect(result.err).toContain("is taken by another program");
}, 120_000);

test("two stacks run side by side", () => {
  useParts(light);
  const other = {
    PERPETUA_HOME: join(root, "other"),
    PERPETUA_PORT_OFFSET: String(offset + 5_000),
  };
  expect(run(["start", "--detach"]).code).toBe(0);
  expect(run(["start", "--detach"], other).code).toBe(0);
  expect(status().healthy).toBe(true);
  expect(status(other).healthy).toBe(true);
  expect(run(["stop"], other).code).toBe(0);
  expect(status().healthy).toBe(true);
}, 120_000);

test("fresh data and another genesis remove the parts' folders, a plain start keeps them", () => {
  useParts(light);
  const mark = join(home, "node", "mark");
  const genesis = join(root, "genesis.json");
  const exists = () => spawnSync("test", ["-e", mark]).status === 0;
  const startMarked = (args: string[]) => {
    expect(run(["start", "--detach", ...args]).code).toBe(0);
    const kept = exists();
    writeFileSync(mark, "");
    run(["stop"]);
    return kept;
  };
  startMarked([]);
  expect(startMarked([])).toBe(true);
  expect(startMarked(["--fresh"])).toBe(false);
  writeFileSync(genesis, "{}");
  expect(startMarked(["--genesis", genesis])).toBe(false);
  expect(startMarked(["--genesis", genesis])).toBe(true);
  expect(startMarked([])).toBe(true);
  writeFileSync(genesis, '{"chain_id":"x"}');
  expect(startMarked(["--genesis", genesis])).toBe(false);
}, 240_000);

test("in the foreground, SIGTERM and SIGINT end it cleanly", async () => {
  useParts(light);
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    const options = { cwd: packageDir, env: environment() };
    const child = spawn(process.execPath, [...cli, "start"], options);
    let out = "";
    for await (const chunk of child.stdout) {
      out += String(chunk);
      if (out.includes("Ctrl-C stops everything")) break;
    }
    const pids = status().parts.map(({ pid }) => pid);
    child.kill(signal);
    const [code] = await once(child, "exit");
    expect(code, signal).toBe(0);
    for (const pid of pids) expect(alive(pid), `${signal} ${pid}`).toBe(false);
  }
}, 120_000);

test("a server of the user's own is used and not started", () => {
  useParts(light);
  expect(run(["start", "--detach"]).code).toBe(0);
  run(["stop"]);
  useParts([service("redis", ["redis"])]);
  const own = { PERPETUA_HOME: join(root, "own"), PERPETUA_PORT_OFFSET: String(offset + 5_000) };
  expect(run(["start", "--detach"], own).code).toBe(0);
  useParts([service("redis", ["redis"]), { ...node, dependsOn: ["redis"] }]);
  const url = `redis://127.0.0.1:${6382 + offset + 5_000}`;
  expect(run(["start", "--detach"], { REDIS_URL: url }).code).toBe(0);
  expect(part("redis")).toMatchObject({ healthy: true, pid: null, detail: "external" });
  const env = JSON.parse(readFileSync(join(home, "node", "env.json"), "utf8"));
  expect(env.REDIS_URL).toBe(url);
  run(["stop"], own);
}, 120_000);

test("bad options are refused with one line", () => {
  useParts(light);
  expect(run(["start", "--prices=dice"])).toMatchObject({ code: 1, out: "" });
  expect(run(["start", "--nope"]).err).toMatch(/^error: Unknown option '--nope'/);
  expect(run(["start", "--genesis", "nowhere.json"]).err).toContain("there is no genesis file");
  expect(run(["start"], { PERPETUA_PORT_OFFSET: "x" }).err).toContain("must be an integer");
  expect(run(["start", "--help"])).toMatchObject({ code: 0 });
}, 60_000);
