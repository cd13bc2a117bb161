import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { createShutdown, createSilentLogger } from "../../src/index.js";

const logger = createSilentLogger();

test("closers run once, last registered first, a failing one does not stop the rest", async () => {
  const order: string[] = [];
  const shutdown = createShutdown({ logger });
  shutdown.onClose("db", () => order.push("db"));
  shutdown.onClose("bad", () => Promise.reject(new Error("x")));
  shutdown.onClose("http", async () => order.push("http"));
  expect(shutdown.closing).toBe(false);
  const [first, second] = await Promise.all([shutdown.close("a"), shutdown.close("b")]);
  expect(shutdown.closing).toBe(true);
  expect(order).toEqual(["http", "db"]);
  expect(first).toEqual({ clean: false });
  expect(second).toEqual(first);
});

test("a closer that hangs is given up after the limit", async () => {
  const shutdown = createShutdown({ logger, timeoutMs: 20 });
  shutdown.onClose("hang", () => new Promise(() => {}));
  expect(await shutdown.close("test")).toEqual({ clean: false });
});

/** Runs the fixture in a process of its own, since signals are process-wide. */
async function runFixture(mode: string, signal?: NodeJS.Signals) {
  const fixture = fileURLToPath(new URL("./fixtures/shutdownProcess.ts", import.meta.url));
  const args = ["--conditions=source", "--import", "tsx", fixture, mode];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => {
    output += chunk.toString();
    if (signal !== undefined && output.includes("started")) child.kill(signal);
  });
  const [code] = await once(child, "exit");
  return { code, output };
}

test.each(["SIGTERM", "SIGINT"] as const)("%s closes and exits 0", async (signal) => {
  const { code, output } = await runFixture("wait", signal);
  expect(code).toBe(0);
  expect(output).toContain("closed");
});

test("an unhandled rejection is logged, closes, and exits 1", async () => {
  const { code, output } = await runFixture("reject");
  expect(code).toBe(1);
  expect(output).toContain("unhandled rejection: lost");
  expect(output).toContain("closed");
});

test("an uncaught exception is logged, closes, and exits 1", async () => {
  const { code, output } = await runFixture("throw");
  expect(code).toBe(1);
  expect(output).toContain("uncaught exception: thrown");
});
