import {
  Counter,
  collectDefaultMetrics,
  Gauge,
  Histogram,
  type LabelValues,
  Registry,
} from "prom-client";
import { AppError } from "../errors/appError.js";
import { assertMetricName } from "./metricName.js";

export interface MetricOptions<Label extends string = never> {
  /** Ends in its unit, e.g. `block_execution_seconds`; the prefix is added in front. */
  readonly name: string;
  readonly help: string;
  readonly labels?: readonly Label[];
}

export interface GaugeOptions<Label extends string = never> extends MetricOptions<Label> {
  /** Read at each scrape instead of being set; with labels, one value per series. */
  readonly read?: () => number | readonly GaugeValue<Label>[];
}

/** The value of one series of a gauge with labels. */
export interface GaugeValue<Label extends string> {
  readonly labels: Readonly<Record<Label, string>>;
  readonly value: number;
}

export interface HistogramOptions<Label extends string = never> extends MetricOptions<Label> {
  readonly buckets?: readonly number[];
}

/** The metrics of one process; names are `<prefix>_<name>`. */
export interface Metrics {
  counter<Label extends string = never>(options: MetricOptions<Label>): Counter<Label>;
  gauge<Label extends string = never>(options: GaugeOptions<Label>): Gauge<Label>;
  histogram<Label extends string = never>(options: HistogramOptions<Label>): Histogram<Label>;
  /** The Prometheus exposition of everything registered. */
  text(): Promise<string>;
  readonly contentType: string;
}

export interface MetricsOptions {
  /** For instance `perpetua_node`. */
  readonly prefix: string;
  /** Labels that every series carries. */
  readonly labels?: Readonly<Record<string, string>>;
  /** Node's own memory, event loop and GC series; on unless a test turns it off. */
  readonly processMetrics?: boolean;
}

/** Seconds, from half a millisecond to ten seconds: fits blocks, queries and requests. */
export const LATENCY_BUCKETS_SECONDS: readonly number[] = [
  0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
];

/** Makes the registry of one process. */
export function createMetrics(options: MetricsOptions): Metrics {
  const registry = new Registry();
  if (options.labels !== undefined) registry.setDefaultLabels({ ...options.labels });
  if (options.processMetrics !== false) collectDefaultMetrics({ register: registry });

  const common = <Label extends string>(metric: MetricOptions<Label>) => {
    const name = `${options.prefix}_${metric.name}`;
    if (registry.getSingleMetric(name) !== undefined) {
      throw new AppError("METRIC_DUPLICATE", `metric ${name} is registered twice`);
    }
    return {
      name,
      help: metric.help,
      labelNames: [...(metric.labels ?? [])],
      registers: [registry],
    };
  };

  return {
    counter: <Label extends string>(metric: MetricOptions<Label>) => {
      assertMetricName("counter", metric.name);
      return new Counter<Label>(common(metric));
    },
    gauge: <Label extends string>(metric: GaugeOptions<Label>) => {
      assertMetricName("gauge", metric.name);
      const { read } = metric;
      if (read === undefined) return new Gauge<Label>(common(metric));
      return new Gauge<Label>({
        ...common(metric),
        collect() {
          const result = read();
          this.reset();
          const values = typeof result === "number" ? [{ labels: {}, value: result }] : result;
          for (const { labels, value } of values) this.set(labels as LabelValues<Label>, value);
        },
      });
    },
    histogram: <Label extends string>(metric: HistogramOptions<Label>) => {
      assertMetricName("histogram", metric.name);
      const buckets = [...(metric.buckets ?? LATENCY_BUCKETS_SECONDS)];
      return new Histogram<Label>({ ...common(metric), buckets });
    },
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
}
