import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readEnv } from "../../src/config/env.js";
import { explainLog } from "../../src/process/explainLog.js";
import { withFileLock } from "../../src/process/fileLock.js";
import { findExecutable } from "../../src/process/findExecutable.js";
import { identify, isAlive } from "../../src/process/identity.js";
import { readJsonFile, writeJsonFile } from "../../src/process/jsonFile.js";
import { freePort, isPortFree } from "../../src/process/net.js";
import { run } from "../../src/process/run.js";
import { stopProcess } from "../../src/process/stopProcess.js";

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "perpetua-unit-"));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

function sleeper(script: string) {
  const child = spawn(process.execPath, ["-e", script], { detached: true, stdio: "pipe" });
  const identity = identify(child.pid ?? 0);
  if (identity === undefined) throw new Error("the child is not there");
  return { child, identity };
}

test("an identity is of one process, not of a pid", async () => {
  const { child, identity } = sleeper("setInterval(() => {}, 1000)");
  expect(isAlive(identity)).toBe(true);
  expect(isAlive({ ...identity, startTime: "another" })).toBe(false);
  child.kill("SIGKILL");
  await once(child, "exit");
  expect(isAlive(identity)).toBe(false);
  expect(identify(2 ** 22 + 1)).toBeUndefined();
});

test("a process that ignores the signal is killed after its grace", async () => {
  const deaf = "process.on('SIGTERM', () => {}); console.log('up'); setInterval(() => {}, 1000)";
  const { child, identity } = sleeper(deaf);
  await once(child.stdout, "data");
  expect(await stopProcess(identity, { graceMs: 200 })).toBe(false);
  expect(isAlive(identity)).toBe(false);
  expect(await stopProcess(identity)).toBe(true);
});

test("the lock admits one at a time, and outlives a dead holder", async () => {
  const lock = join(directory, "lock");
  writeFileSync(lock, JSON.stringify({ pid: process.pid, startTime: "long ago" }));
  let inside = 0;
  const work = async () => {
    inside += 1;
    expect(inside).toBe(1);
    await sleep(20);
    inside -= 1;
  };
  await Promise.all([withFileLock(lock, work), withFileLock(lock, work), withFileLock(lock, work)]);
  expect(existsSync(lock)).toBe(false);
  const failing = withFileLock(lock, () => Promise.reject(new Error("x")));
  await expect(failing).rejects.toThrow("x");
  expect(existsSync(lock)).toBe(false);
});

test("a state file that was cut reads as none", () => {
  const file = join(directory, "deep", "state.json");
  writeJsonFile(file, { a: 1 });
  expect(readJsonFile(file)).toEqual({ a: 1 });
  writeFileSync(file, '{"a":');
  expect(readJsonFile(file)).toBeUndefined();
  expect(readJsonFile(join(directory, "none"))).toBeUndefined();
});

test("a port that is listened on is not free", async () => {
  const port = await freePort();
  expect(await isPortFree(port)).toBe(true);
  const server = createServer().listen(port, "127.0.0.1");
  await once(server, "listening");
  expect(await isPortFree(port)).toBe(false);
  server.close();
});

test("a program that fails says how, with its last words", async () => {
  const script = "console.error('one'); console.error('two'); process.exit(4)";
  await expect(run(process.execPath, ["-e", script])).rejects.toThrow(/code 4: one \| two$/);
  await expect(run(join(directory, "none"), [])).rejects.toThrow(/cannot run/);
  expect(findExecutable(["none", "node"], `${directory}:`)).toBeUndefined();
});

test("the line that tells why a process ended is found", () => {
  const log = join(directory, "part.log");
  const explain = (text: string) => {
    writeFileSync(log, `old error\n${text}`);
    return explainLog(log, "old error\n".length);
  };
  expect(explain("starting\nerror: no disk\nusage: x\n")).toBe("error: no disk");
  expect(explain("one\ntwo\n\n")).toBe("two");
  const record = (level: string, msg: string, message: string) =>
    `${JSON.stringify({ level, msg, err: { message } })}\n`;
  const fatal = record("fatal", "cannot start", "port taken");
  expect(explain(`${fatal}${record("info", "shut down", "")}`)).toBe("cannot start: port taken");
  expect(explain(record("info", "shut down", ""))).toBe("shut down");
  expect(explain('{"level":"err')).toBe('{"level":"err');
  expect(explain("")).toBe("");
});

test("the environment is checked and has defaults", () => {
  const plain = readEnv("/checkout", { HOME: "/h", INIT_CWD: "/there" });
  expect(plain).toMatchObject({
    home: join("/checkout", ".perpetua"),
    portOffset: 0,
    bind: "127.0.0.1",
    external: {},
  });
  const set = readEnv("/checkout", {
    INIT_CWD: "/there",
    PERPETUA_HOME: "data",
    PERPETUA_PORT_OFFSET: "100",
    REDIS_URL: "redis://x",
    KAFKA_BROKERS: "",
  });
  expect(set).toMatchObject({ home: join("/there", "data"), portOffset: 100 });
  expect(set.external).toEqual({ redisUrl: "redis://x" });
  for (const offset of ["-1", "1.5", "99999", "x"]) {
    expect(() => readEnv("/r", { PERPETUA_PORT_OFFSET: offset }), offset).toThrow(/must be/);
  }
});
