import { z } from "zod";
import { type Environment, flag, integer, readOptions } from "../options/options.js";
import { complianceOptions } from "../shared/complianceProvider.js";
import type { ScheduledTask, Task } from "./task.js";

/** Settings of the scheduler; the names are upstream's (indexer.md §6.1). */
export const schedulerSchema = z.object({
  START_DELAY_ENABLED: flag().default(true).describe("spread the first runs of the jobs"),
  // Upstream waits up to three minutes; a local network shall show statistics within seconds.
  MAX_START_DELAY_MS: integer().default(1_000).describe("most delay of a job's first run"),
  MAX_CONCURRENT_RUNNING_TASKS: integer()
    .default(2)
    .describe("above this many running jobs no other one starts"),
  EXCEEDED_MAX_CONCURRENT_RUNNING_TASKS_DELAY_MS: integer().default(1_000),
  PNL_TICK_UPDATE_INTERVAL_MS: integer()
    .min(1)
    .default(3_600_000)
    .describe("time between the pnl ticks of an account"),
  ...complianceOptions,
  // Upstream's 15 minutes leave a new network without a vault history until midnight.
  TIME_WINDOW_FOR_REFRESH_VAULT_PNL_MS: integer()
    .default(86_400_000)
    .describe("how long after an hour or day has begun the views of vaults' history are renewed"),
});

export type SchedulerOptions = z.infer<typeof schedulerSchema>;

const enabledName = (task: Task) => `LOOPS_ENABLED_${task.env}`;
const intervalName = (task: Task) => `LOOPS_INTERVAL_MS_${task.intervalEnv ?? task.env}`;
const multiplierName = (task: Task) => `${task.lockEnv ?? task.env}_LOCK_MULTIPLIER`;

/** The enabled ones among `tasks`, with their configured intervals. */
export function scheduleTasks(tasks: readonly Task[], environment: Environment): ScheduledTask[] {
  return tasks.flatMap((task) => {
    const schema = z.object({
      [enabledName(task)]: flag().default(task.enabledByDefault ?? true),
      [intervalName(task)]: integer().min(1).default(task.intervalMs),
      [multiplierName(task)]: integer().min(1).optional(),
    });
    const read = readOptions(schema, environment);
    if (read[enabledName(task)] !== true) return [];
    const multiplier = read[multiplierName(task)] as number | undefined;
    return [
      {
        task,
        intervalMs: read[intervalName(task)] as number,
        lockMultiplier: task.lockMultiplier && (multiplier ?? task.lockMultiplier),
      },
    ];
  });
}
