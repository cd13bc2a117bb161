/** Client settings of indexer.md §3.3; each has an environment variable of the same name. */
export interface KafkaOptions {
  readonly brokers: readonly string[];
  /** Also the consumer group id: the name of the service. */
  readonly clientId: string;
  readonly connectionTimeoutMs: number;
  /**
   * A killed consumer blocks its group until this time has passed. Upstream uses 60 s; we heal
   * "within seconds" (design.md §2.5), and every handler heartbeats after each message.
   */
  readonly sessionTimeoutMs: number;
  readonly rebalanceTimeoutMs: number;
  readonly heartbeatIntervalMs: number;
  readonly waitMaxTimeMs: number;
  readonly concurrentPartitions: number;
  /**
   * Handled messages come again after a kill unless they were committed. Upstream commits after 5 s
   * or 100 messages; one request a second for all partitions is cheaper than the latter.
   */
  readonly autoCommitIntervalMs: number;
  readonly uniqueConsumerGroup: boolean;
  readonly maxBatchBytes: number;
  readonly fetchMaxBytes: number;
  readonly rackId?: string | undefined;
  /** Put before every topic and group name, so that several installations share a cluster. */
  readonly topicPrefix: string;
}

const DEFAULTS = {
  connectionTimeoutMs: 5_000,
  sessionTimeoutMs: 10_000,
  rebalanceTimeoutMs: 50_000,
  heartbeatIntervalMs: 1_000,
  waitMaxTimeMs: 500,
  concurrentPartitions: 1,
  autoCommitIntervalMs: 1_000,
  uniqueConsumerGroup: false,
  maxBatchBytes: 900_000,
  fetchMaxBytes: 4_194_304,
} as const;

export type Environment = Readonly<Record<string, string | undefined>>;

function integer(environment: Environment, name: string, fallback: number): number {
  const text = environment[name];
  if (text === undefined || text === "") return fallback;
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0) {
    throw new Error(`${name} must be a non-negative integer, got ${JSON.stringify(text)}`);
  }
  return value;
}

/** Reads the settings from an environment; `overrides` win (a service's own choices). */
export function kafkaOptions(
  clientId: string,
  environment: Environment = {},
  overrides: Partial<KafkaOptions> = {},
): KafkaOptions {
  const brokers = environment.KAFKA_BROKERS ?? environment.KAFKA_BROKER_URLS ?? "localhost:9095";
  const read = (name: string, fallback: number) => integer(environment, name, fallback);
  return {
    brokers: brokers.split(",").map((broker) => broker.trim()),
    clientId,
    connectionTimeoutMs: read("KAFKA_CONNECTION_TIMEOUT_MS", DEFAULTS.connectionTimeoutMs),
    sessionTimeoutMs: read("KAFKA_SESSION_TIMEOUT_MS", DEFAULTS.sessionTimeoutMs),
    rebalanceTimeoutMs: read("KAFKA_REBALANCE_TIMEOUT_MS", DEFAULTS.rebalanceTimeoutMs),
    heartbeatIntervalMs: read("KAFKA_HEARTBEAT_INTERVAL_MS", DEFAULTS.heartbeatIntervalMs),
    waitMaxTimeMs: read("KAFKA_WAIT_MAX_TIME_MS", DEFAULTS.waitMaxTimeMs),
    concurrentPartitions: read("KAFKA_CONCURRENT_PARTITIONS", DEFAULTS.concurrentPartitions),
    autoCommitIntervalMs: read(
      "KAFKA_CONSUMER_AUTO_COMMIT_INTERVAL_MS",
      DEFAULTS.autoCommitIntervalMs,
    ),
    uniqueConsumerGroup: environment.KAFKA_ENABLE_UNIQUE_CONSUMER_GROUP_IDS === "true",
    maxBatchBytes: read("KAFKA_MAX_BATCH_WEBSOCKET_MESSAGE_SIZE_BYTES", DEFAULTS.maxBatchBytes),
    fetchMaxBytes: DEFAULTS.fetchMaxBytes,
    topicPrefix: environment.KAFKA_TOPIC_PREFIX ?? "",
    ...overrides,
  };
}
