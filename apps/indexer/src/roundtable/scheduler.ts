import { setMaxListeners } from "node:events";
import { sleep } from "@perpetua/messaging";
import type { RoundtableMetrics } from "./metrics.js";
import type { SchedulerOptions } from "./options.js";
import type { ScheduledTask, TaskContext } from "./task.js";
import { acquireTaskLocks } from "./taskLocks.js";

/**
 * A run that takes longer than twice its interval, and at least this long, is reported as stuck.
 */
const STUCK_MS = 60_000;
/** Redis did not answer: wait before the locks are tried again. */
const LOCK_FAILURE_DELAY_MS = 1_000;
const MAX_SLEEP_MS = 86_400_000;

export interface Scheduler {
  /** Names of jobs whose present run takes suspiciously long. */
  stuckTasks(): string[];
  /** No further run starts; resolves when the running ones have ended or after `graceMs`. */
  stop(graceMs?: number): Promise<void>;
}

/** Runs every job in a loop of its own (indexer.md §6.1). */
export function startScheduler(
  tasks: readonly ScheduledTask[],
  context: TaskContext,
  options: SchedulerOptions,
  metrics: RoundtableMetrics,
): Scheduler {
  const stopping = new AbortController();
  // Each loop sleeps on it.
  setMaxListeners(tasks.length + 1, stopping.signal);
  /** Start time by name of each running job. */
  const running = new Map<string, number>();
  const loops = tasks.map((task) =>
    runLoop({ task, context, options, metrics, running, stopping: stopping.signal }),
  );
  return {
    stuckTasks: () =>
      tasks.flatMap(({ task, intervalMs }) => {
        const since = running.get(task.name);
        const limitMs = Math.max(STUCK_MS, 2 * intervalMs);
        return since !== undefined && context.nowMs() - since > limitMs ? [task.name] : [];
      }),
    stop: async (graceMs = 5_000) => {
      stopping.abort();
      const grace = new AbortController();
      await Promise.race([Promise.all(loops), sleep(graceMs, grace.signal)]);
      grace.abort();
    },
  };
}

interface Loop {
  readonly task: ScheduledTask;
  readonly context: TaskContext;
  readonly options: SchedulerOptions;
  readonly metrics: RoundtableMetrics;
  readonly running: Map<string, number>;
  readonly stopping: AbortSignal;
}

async function runLoop(loop: Loop): Promise<void> {
  const { options, stopping } = loop;
  if (options.START_DELAY_ENABLED) {
    const mostMs = Math.max(options.MAX_START_DELAY_MS, 0.1 * loop.task.intervalMs);
    await sleep(Math.random() * mostMs, stopping);
  }
  while (!stopping.aborted) {
    const waitMs = await runOnce(loop);
    // A timer cannot wait for a month; who wakes up early waits again.
    if (waitMs > 0) await sleep(Math.min(waitMs, MAX_SLEEP_MS), stopping);
  }
}

/** One turn; returns how long to wait before the next one. */
async function runOnce(loop: Loop): Promise<number> {
  const { task, context, options, metrics, running } = loop;
  const { name } = task.task;
  if (running.size > options.MAX_CONCURRENT_RUNNING_TASKS) {
    metrics.delayed.inc({ task: name, reason: "concurrency" });
    return options.EXCEEDED_MAX_CONCURRENT_RUNNING_TASKS_DELAY_MS;
  }
  // The place is taken before the locks, or all loops that wake up together would find it free.
  running.set(name, context.nowMs());
  try {
    return await runLocked(loop);
  } catch (error) {
    context.logger.error({ err: error, task: name }, "locks of the job are out of reach");
    return LOCK_FAILURE_DELAY_MS;
  } finally {
    running.delete(name);
  }
}

async function runLocked(loop: Loop): Promise<number> {
  const { context, metrics } = loop;
  const { task, intervalMs, lockMultiplier } = loop.task;
  const locks = await acquireTaskLocks(context.redis, task.name, intervalMs, lockMultiplier);
  if (!locks.acquired) {
    if (locks.reason === "extended") {
      metrics.delayed.inc({ task: task.name, reason: "extended_lock" });
      context.logger.error({ task: task.name }, "the job's run before this one has not ended");
    }
    return locks.remainingMs + jitterMs(locks.remainingMs);
  }
  try {
    await runTask(loop);
  } finally {
    await locks.release();
  }
  return 0;
}

/** Runs the job; a failed run is reported, and the next one comes after the interval. */
async function runTask({ task, context, metrics }: Loop): Promise<void> {
  const { name } = task.task;
  const stop = metrics.duration.startTimer({ task: name });
  try {
    await task.task.run(context);
    metrics.runs.inc({ task: name, outcome: "completed" });
  } catch (error) {
    metrics.runs.inc({ task: name, outcome: "failed" });
    context.logger.error({ err: error, task: name }, "job failed");
  } finally {
    stop();
  }
}

/** Keeps instances that wait for the same lock apart: up to 1 % of the wait. */
function jitterMs(remainingMs: number): number {
  return Math.ceil(Math.random() * remainingMs * 0.01 + 1);
}
