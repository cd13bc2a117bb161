/**
 * Logs, metrics, health and shutdown, the same in every process. Owns no domain knowledge and
 * imports no other package, so that anything but the engine and `protocol` may use it. Invariants:
 * a log line never carries a secret field, a metric name says its unit, and a closer runs once.
 */
export {
  AppError,
  type AppErrorOptions,
  causeChain,
  describeError,
  type ErrorFields,
  hasCode,
} from "./errors/appError.js";
export { failStart } from "./lifecycle/failStart.js";
export {
  type Closer,
  createShutdown,
  type Shutdown,
  type ShutdownOptions,
} from "./lifecycle/shutdown.js";
export {
  createLogger,
  createSilentLogger,
  isLogLevel,
  LOG_LEVELS,
  type LogDestination,
  type Logger,
  type LoggerOptions,
  type LogLevel,
  type LogMethod,
} from "./logging/createLogger.js";
export { REDACTED_PATHS } from "./logging/redactedPaths.js";
export {
  createMetrics,
  type GaugeOptions,
  type GaugeValue,
  type HistogramOptions,
  LATENCY_BUCKETS_SECONDS,
  type MetricOptions,
  type Metrics,
  type MetricsOptions,
} from "./metrics/createMetrics.js";
export { METRIC_UNITS, type MetricKind } from "./metrics/metricName.js";
export {
  type OpsBody,
  type OpsHandler,
  type OpsRequest,
  type OpsResponse,
  type OpsServer,
  type OpsServerOptions,
  startOpsServer,
} from "./ops/opsServer.js";
export {
  type Check,
  type CheckResult,
  createReadiness,
  type Readiness,
  type ReadinessOptions,
  type ReadinessReport,
  type ReportValue,
} from "./ops/readiness.js";
