import type { Metrics } from "@perpetua/telemetry";

/** Requests by route pattern and status class, and how long they took. */
export function createComlinkMetrics(metrics: Metrics) {
  const requests = metrics.counter({
    name: "comlink_requests_total",
    help: "Answered requests",
    labels: ["route", "status"],
  });
  const duration = metrics.histogram({
    name: "comlink_request_seconds",
    help: "Time from request to answer",
    labels: ["route"],
  });
  return {
    onAnswered: (route: string, status: number, seconds: number): void => {
      requests.inc({ route, status: String(status) });
      duration.observe({ route }, seconds);
    },
  };
}
