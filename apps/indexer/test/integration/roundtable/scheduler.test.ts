import { createMetrics } from "@perpetua/telemetry";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createRoundtableMetrics } from "../../../src/roundtable/metrics.js";
import { schedulerSchema } from "../../../src/roundtable/options.js";
import { type Scheduler, startScheduler } from "../../../src/roundtable/scheduler.js";
import type { ScheduledTask, Task } from "../../../src/roundtable/task.js";
import { type RoundtableWorld, startRoundtableWorld } from "./world.js";

const OPTIONS = schedulerSchema.parse({ START_DELAY_ENABLED: "false" });
let world: RoundtableWorld;

beforeAll(async () => {
  world = await startRoundtableWorld();
});
beforeEach(() => world.context.redis.flushdb());
afterAll(() => world.stop());

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

function scheduled(
  name: string,
  intervalMs: number,
  run: Task["run"],
  lockMultiplier?: number,
): ScheduledTask {
  return { task: { name, env: "X", intervalMs, run }, intervalMs, lockMultiplier };
}

function start(...tasks: ScheduledTask[]): Scheduler & { outcomes(): Promise<string> } {
  const metrics = createMetrics({ prefix: "test" });
  const context = { ...world.context, nowMs: Date.now };
  const scheduler = startScheduler(tasks, context, OPTIONS, createRoundtableMetrics(metrics));
  return { ...scheduler, outcomes: () => metrics.text() };
}

test("runs of all instances are an interval apart", async () => {
  const starts: number[] = [];
  const task = scheduled("counted", 200, async () => {
    starts.push(Date.now());
  });
  const instances = [start(task), start(task), start(task)];
  await pause(1_500);
  await Promise.all(instances.map((instance) => instance.stop()));
  expect(starts.length).toBeGreaterThan(3);
  const gaps = starts.slice(1).map((time, i) => time - (starts[i] as number));
  // The lock lives 200 ms; the clock of this process may show a little less.
  expect(Math.min(...gaps)).toBeGreaterThan(180);
  const count = starts.length;
  await pause(400);
  expect(starts.length).toBe(count);
});

test("a second instance waits for a run that outlives its interval (R16)", async () => {
  let running = 0;
  let most = 0;
  let runs = 0;
  const task = scheduled(
    "long",
    100,
    async () => {
      running += 1;
      runs += 1;
      most = Math.max(most, running);
      await pause(350);
      running -= 1;
    },
    20,
  );
  const instances = [start(task), start(task)];
  await pause(1_200);
  const text = await Promise.all(instances.map((instance) => instance.outcomes()));
  await Promise.all(instances.map((instance) => instance.stop()));
  expect(most).toBe(1);
  expect(runs).toBeGreaterThan(0);
  expect(text.join("\n")).toContain('reason="extended_lock"');
});

test("a failing job is reported and runs again; others do not notice", async () => {
  let failures = 0;
  let runs = 0;
  const instance = start(
    scheduled("failing", 100, async () => {
      failures += 1;
      throw new Error("out of order");
    }),
    scheduled("working", 100, async () => {
      runs += 1;
    }),
  );
  await pause(700);
  const text = await instance.outcomes();
  await instance.stop();
  expect(failures).toBeGreaterThan(2);
  expect(runs).toBeGreaterThan(2);
  expect(text).toMatch(/task_runs_total\{task="failing",outcome="failed"\} [3-9]/);
});

test("at most three jobs run at a time, and all get their turn", async () => {
  let running = 0;
  let most = 0;
  const done = new Set<string>();
  const tasks = ["a", "b", "c", "d", "e", "f"].map((name) =>
    scheduled(name, 60_000, async () => {
      running += 1;
      most = Math.max(most, running);
      await pause(200);
      running -= 1;
      done.add(name);
    }),
  );
  const instance = start(...tasks);
  await pause(1_800);
  await instance.stop();
  expect(most).toBe(3);
  expect(done.size).toBe(6);
});

test("stopping waits for the running jobs, but not for ever", async () => {
  let ended = false;
  const instance = start(
    scheduled("slow", 60_000, async () => {
      await pause(300);
      ended = true;
    }),
  );
  await pause(100);
  await instance.stop();
  expect(ended).toBe(true);
  const stuck = start(scheduled("stuck", 60_000, () => new Promise(() => undefined)));
  await pause(100);
  const before = Date.now();
  await stuck.stop(200);
  expect(Date.now() - before).toBeLessThan(1_000);
});
