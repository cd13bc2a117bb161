import type { Database } from "@perpetua/db";
import type { OrderedProducer, RedisClient } from "@perpetua/messaging";
import type { Logger } from "@perpetua/telemetry";

/** What every job works with. */
export interface TaskContext {
  readonly database: Database;
  readonly redis: RedisClient;
  readonly producer: Pick<OrderedProducer, "sendInOrder">;
  readonly logger: Logger;
  readonly nowMs: () => number;
  /** Raises a counter of indexer.md §8.3 by `amount` (1). */
  readonly count: (event: string, amount?: number) => void;
}

/** A periodic job, as data. */
export interface Task {
  /** Name of indexer.md §6.2; the locks in Redis carry it. */
  readonly name: string;
  /** LOOPS_ENABLED_<env> and, unless `intervalEnv` says otherwise, LOOPS_INTERVAL_MS_<env>. */
  readonly env: string;
  readonly intervalEnv?: string;
  readonly intervalMs: number;
  /** False: LOOPS_ENABLED_<env> must ask for it. */
  readonly enabledByDefault?: boolean;
  /**
   * Present when the job may outlive its interval: a second lock keeps other instances out for
   * interval × multiplier, or until the job ends.
   */
  readonly lockMultiplier?: number;
  /** <lockEnv>_LOCK_MULTIPLIER; `env` when absent. */
  readonly lockEnv?: string;
  /** Does the job once. */
  run(context: TaskContext): Promise<void>;
}

/** A job with the settings under which it runs. */
export interface ScheduledTask {
  readonly task: Task;
  readonly intervalMs: number;
  readonly lockMultiplier: number | undefined;
}
