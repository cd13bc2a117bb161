import type { Metrics } from "@perpetua/telemetry";

/** Roundtable's series, after the names of indexer.md §8.3. */
export function createRoundtableMetrics(metrics: Metrics) {
  return {
    runs: metrics.counter({
      name: "roundtable_task_runs_total",
      help: "Ends of job runs by their outcome",
      labels: ["task", "outcome"],
    }),
    duration: metrics.histogram({
      name: "roundtable_task_seconds",
      help: "Time that a run of a job took",
      labels: ["task"],
    }),
    delayed: metrics.counter({
      name: "roundtable_task_delays_total",
      help: "Runs that had to wait, by reason: concurrency or the extended lock",
      labels: ["task", "reason"],
    }),
    events: metrics.counter({
      name: "roundtable_events_total",
      help: "Things worth counting that jobs did",
      labels: ["event"],
    }),
  };
}

export type RoundtableMetrics = ReturnType<typeof createRoundtableMetrics>;
