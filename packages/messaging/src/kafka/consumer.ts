import type { Consumer, EachBatchPayload, KafkaMessage, TopicPartitionOffset } from "kafkajs";
import { Backoff } from "../backoff.js";
import { type MessagingLog, silentLog } from "../log.js";
import type { KafkaClient } from "./client.js";
import type { Headers } from "./headers.js";
import { Membership } from "./membership.js";
import type { IncomingMessage } from "./message.js";
import type { KafkaOptions } from "./options.js";
import { Progress } from "./progress.js";
import type { Topic } from "./topics.js";
import { withAdmin } from "./withAdmin.js";

export interface ConsumerSettings {
  readonly topics: readonly Topic[];
  readonly groupId: string;
  readonly fromBeginning: boolean;
  readonly options: KafkaOptions;
  /**
   * Where partition 0 of the (only) topic starts, whatever the group has committed: for consumers
   * that keep their progress elsewhere. Asked again after each restart of the client library.
   */
  readonly startAt?: () => bigint;
  /**
   * Handles messages of one partition in order. When it returns, their offsets count as done; when
   * it throws, the same messages come again after a back-off (for ever: the caller acknowledges
   * what it cannot use by returning).
   */
  readonly onMessages: (
    messages: readonly IncomingMessage[],
    heartbeat: () => Promise<void>,
  ) => Promise<void>;
  /** Most messages per call of `onMessages` (1 = strictly one by one). */
  readonly chunkSize?: number;
  /**
   * Awaited before offsets are committed: what the handled messages have caused must be safe then.
   * Keeps handlers from waiting for acknowledgements of their own one by one.
   */
  readonly beforeCommit?: () => Promise<void>;
  /**
   * The group has a unique id and this consumer alone: it keeps its positions in memory and commits
   * nothing. What follows `ready` is delivered, also across a restart of the broker.
   */
  readonly ownGroup?: boolean;
  /**
   * No other living process has this client id: members of the group that bear it are what a killed
   * predecessor left, and nobody waits for their sessions to end.
   */
  readonly soleClient?: boolean;
  readonly log?: MessagingLog;
}

export interface RunningConsumer {
  /** Resolves when the first assignment of partitions has arrived. */
  readonly ready: Promise<void>;
  readonly healthy: boolean;
  /** Finishes the message in work, commits and leaves the group. */
  stop(): Promise<void>;
}

/**
 * Consumes until stopped: connects and re-connects for ever with a back-off, restarts after any
 * crash of the client library. Back-pressure comes for free: nothing is fetched beyond what
 * `onMessages` has finished plus one response per broker (bounded by `fetchMaxBytes`).
 */
export function runConsumer(kafka: KafkaClient, settings: ConsumerSettings): RunningConsumer {
  const supervisor = new ConsumerSupervisor(kafka, settings);
  supervisor.start();
  return supervisor;
}

class ConsumerSupervisor implements RunningConsumer {
  readonly #kafka: KafkaClient;
  readonly #settings: ConsumerSettings;
  readonly #log: MessagingLog;
  readonly #stopping = new AbortController();
  readonly #membership: Membership;
  readonly ready: Promise<void>;
  #markReady: () => void = () => undefined;
  #loop: Promise<void> = Promise.resolve();
  #lastFault: string | undefined;
  /** Next offset by topic and partition, when the group is our own. */
  #positions: Map<string, TopicPartitionOffset> | undefined;
  healthy = false;

  constructor(kafka: KafkaClient, settings: ConsumerSettings) {
    this.#kafka = kafka;
    this.#settings = settings;
    this.#log = settings.log ?? silentLog;
    const { groupId, options } = settings;
    this.#membership = new Membership({
      groupId: kafka.topicPrefix + groupId,
      sessionTimeoutMs: options.sessionTimeoutMs,
      soleClientId: settings.soleClient === true ? options.clientId : undefined,
    });
    this.ready = new Promise((resolve) => {
      this.#markReady = resolve;
    });
  }

  start(): void {
    this.#loop = this.#superviseUntilStopped();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#loop;
  }

  async #superviseUntilStopped(): Promise<void> {
    const backoff = new Backoff(100, 1_000);
    while (!this.#stopping.signal.aborted) {
      try {
        await this.#runUntilCrash(backoff);
      } catch (error) {
        this.#report(error);
      }
      this.healthy = false;
      await backoff.wait(this.#stopping.signal);
    }
  }

  /** A fault that lasts is told once. */
  #report(error: unknown): void {
    const context = { groupId: this.#settings.groupId, error: String(error) };
    const text = "kafka consumer failed, restarting";
    if (context.error === this.#lastFault) this.#log.debug(text, context);
    else this.#log.warning(text, context);
    this.#lastFault = context.error;
  }

  async #runUntilCrash(backoff: Backoff): Promise<void> {
    const consumer = this.#createConsumer();
    const over = new AbortController();
    const ended = new Promise<Error | undefined>((resolve) => {
      consumer.on(consumer.events.CRASH, ({ payload }) => resolve(payload.error));
      if (this.#stopping.signal.aborted) resolve(undefined);
      const listening = { once: true, signal: over.signal };
      this.#stopping.signal.addEventListener("abort", () => resolve(undefined), listening);
    });
    consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
      this.#membership.joined(payload.memberId);
      this.healthy = true;
      this.#lastFault = undefined;
      backoff.reset();
      this.#markReady();
    });
    const progress = new Progress(consumer, this.#settings.beforeCommit, this.#log);
    const timer = setInterval(
      () => void progress.commit(),
      this.#settings.options.autoCommitIntervalMs,
    );
    try {
      if (this.#settings.ownGroup) this.#positions ??= await this.#firstPositions();
      await consumer.connect();
      await this.#membership.endPrevious(consumer, this.#stopping.signal);
      await consumer.subscribe({
        topics: this.#settings.topics.map((topic) => this.#kafka.topicPrefix + topic),
        fromBeginning: this.#settings.fromBeginning,
      });
      await this.#run(consumer, progress);
      const crash = await ended;
      if (crash) throw crash;
      await progress.idle();
      await progress.commit();
    } finally {
      over.abort();
      clearInterval(timer);
      await this.#disconnect(consumer);
    }
  }

  #createConsumer(): Consumer {
    const { options, groupId } = this.#settings;
    const { raw, topicPrefix } = this.#kafka;
    return raw.consumer({
      groupId: topicPrefix + groupId,
      partitionAssigners: [this.#membership.assigner],
      sessionTimeout: options.sessionTimeoutMs,
      rebalanceTimeout: options.rebalanceTimeoutMs,
      heartbeatInterval: options.heartbeatIntervalMs,
      maxWaitTimeInMs: options.waitMaxTimeMs,
      maxBytes: options.fetchMaxBytes,
      readUncommitted: false,
      allowAutoTopicCreation: false,
      ...(options.rackId === undefined ? {} : { rackId: options.rackId }),
      // The supervisor restarts; two restarting parties would leave zombies in the group.
      retry: {
        initialRetryTime: 50,
        maxRetryTime: 1_000,
        retries: 5,
        restartOnFailure: async () => false,
      },
    });
  }

  async #run(consumer: Consumer, progress: Progress): Promise<void> {
    const running = consumer.run({
      autoCommit: false,
      partitionsConsumedConcurrently: this.#settings.options.concurrentPartitions,
      eachBatchAutoResolve: false,
      eachBatch: (payload) => progress.track(this.#handleAlive(payload, progress)),
    });
    const { startAt, topics } = this.#settings;
    if (startAt !== undefined) {
      // Before the first fetch: `run` has set up the group by the time it first waits.
      const topic = this.#kafka.topicPrefix + topics[0];
      consumer.seek({ topic, partition: 0, offset: String(startAt()) });
    }
    for (const position of this.#positions?.values() ?? []) consumer.seek(position);
    await running;
  }

  async #firstPositions(): Promise<Map<string, TopicPartitionOffset>> {
    const { topics, fromBeginning } = this.#settings;
    const positions = new Map<string, TopicPartitionOffset>();
    await withAdmin(this.#kafka, async (admin) => {
      for (const name of topics) {
        const topic = this.#kafka.topicPrefix + name;
        for (const { partition, low, high } of await admin.fetchTopicOffsets(topic)) {
          const offset = fromBeginning ? low : high;
          positions.set(`${topic} ${partition}`, { topic, partition, offset });
        }
      }
    });
    return positions;
  }

  /**
   * Heartbeats while a handler waits, for a database perhaps: a member that was thrown out would
   * get the same messages again while the first handler still holds them.
   */
  async #handleAlive(payload: EachBatchPayload, progress: Progress): Promise<void> {
    const heart = setInterval(() => {
      // A rebalance shows at the next heartbeat of the handler itself, too.
      payload.heartbeat().catch((error: unknown) => {
        this.#log.debug("heartbeat failed", { error: String(error) });
      });
    }, this.#settings.options.heartbeatIntervalMs);
    try {
      await this.#handleBatch(payload, progress);
    } finally {
      clearInterval(heart);
    }
  }

  async #handleBatch(payload: EachBatchPayload, progress: Progress): Promise<void> {
    const { batch } = payload;
    const topic = batch.topic.slice(this.#kafka.topicPrefix.length) as Topic;
    const chunkSize = this.#settings.chunkSize ?? 100;
    for (let start = 0; start < batch.messages.length; start += chunkSize) {
      const chunk = batch.messages.slice(start, start + chunkSize);
      const messages = chunk.map((message) => toIncoming(topic, batch.partition, message));
      if (!(await this.#handleUntilDone(messages, payload))) return;
      const last = chunk.at(-1);
      if (last) {
        payload.resolveOffset(last.offset);
        this.#markHandled(batch.topic, batch.partition, last.offset, progress);
      }
      await payload.heartbeat();
    }
  }

  #markHandled(topic: string, partition: number, last: string, progress: Progress): void {
    const offset = String(BigInt(last) + 1n);
    if (this.#positions) this.#positions.set(`${topic} ${partition}`, { topic, partition, offset });
    else progress.handled({ topic, partition, offset });
  }

  /** False when the partition was lost or the consumer is stopping before the work was done. */
  async #handleUntilDone(
    messages: readonly IncomingMessage[],
    payload: EachBatchPayload,
  ): Promise<boolean> {
    const backoff = new Backoff(100, 5_000);
    for (;;) {
      if (!payload.isRunning() || payload.isStale()) return false;
      if (this.#stopping.signal.aborted) return false;
      try {
        await this.#settings.onMessages(messages, payload.heartbeat);
        return true;
      } catch (error) {
        this.#log.error("message handler failed, will retry the same messages", {
          topic: payload.batch.topic,
          offset: messages[0]?.offset,
          error: error instanceof Error ? (error.stack ?? error.message) : String(error),
        });
        await backoff.wait(this.#stopping.signal);
        await payload.heartbeat();
      }
    }
  }

  async #disconnect(consumer: Consumer): Promise<void> {
    try {
      await consumer.disconnect();
    } catch (error) {
      this.#log.debug("kafka consumer did not disconnect cleanly", { error: String(error) });
    }
  }
}

/** A kafkajs record in our own shape. */
export function toIncoming(
  topic: Topic,
  partition: number,
  message: KafkaMessage,
): IncomingMessage {
  const timestampMs = Number(message.timestamp);
  return {
    topic,
    partition,
    offset: message.offset,
    key: message.key ?? undefined,
    value: message.value ?? undefined,
    headers: toHeaders(message.headers),
    timestampMs: Number.isSafeInteger(timestampMs) && timestampMs >= 0 ? timestampMs : undefined,
  };
}

function toHeaders(raw: KafkaMessage["headers"]): Headers | undefined {
  if (!raw) return undefined;
  const headers: Record<string, Uint8Array | string> = {};
  for (const [name, value] of Object.entries(raw)) {
    const first = Array.isArray(value) ? value[0] : value;
    if (first !== undefined) headers[name] = first;
  }
  return Object.keys(headers).length === 0 ? undefined : headers;
}
