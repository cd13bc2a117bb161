import type { Metrics } from "@perpetua/telemetry";

/** Vulcan's series, after the names of indexer.md §8.3. */
export function createVulcanMetrics(metrics: Metrics) {
  return {
    messages: metrics.counter({
      name: "vulcan_messages_total",
      help: "Records of to-vulcan by what became of them",
      labels: ["outcome"],
    }),
    processing: metrics.histogram({
      name: "vulcan_processed_update_seconds",
      help: "Time to apply one record",
    }),
    lag: metrics.gauge({
      name: "vulcan_message_time_in_queue_seconds",
      help: "Age of the record that was applied last",
    }),
    events: metrics.counter({
      name: "vulcan_events_total",
      help: "Things worth counting that happened while records were applied",
      labels: ["event"],
    }),
  };
}

export type VulcanMetrics = ReturnType<typeof createVulcanMetrics>;
