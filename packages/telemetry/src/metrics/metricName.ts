import { AppError } from "../errors/appError.js";

export type MetricKind = "counter" | "gauge" | "histogram";

/** Units that a gauge's or histogram's name may end in: base units, and counts of things. */
export const METRIC_UNITS = [
  "seconds",
  "bytes",
  "ratio",
  "height",
  "count",
  "messages",
  "rows",
  "orders",
  "fills",
  "transactions",
  "connections",
  "subscriptions",
  "blocks",
  "events",
  "ppm",
  "info",
] as const;

/** Throws unless the name is snake case and says its unit (style: metric names carry units). */
export function assertMetricName(kind: MetricKind, name: string): void {
  if (!/^[a-z][a-z0-9]*(_[a-z0-9]+)*$/.test(name)) {
    throw new AppError("METRIC_NAME", `metric name "${name}" is not snake_case`);
  }
  const unit = name.slice(name.lastIndexOf("_") + 1);
  const allowed: readonly string[] = kind === "counter" ? ["total"] : METRIC_UNITS;
  if (!allowed.includes(unit)) {
    throw new AppError("METRIC_NAME", `${kind} "${name}" must end in ${allowed.join(", ")}`);
  }
}
