import { Partitioners, type Producer } from "kafkajs";
import { Backoff } from "../backoff.js";
import { type MessagingLog, silentLog } from "../log.js";
import type { KafkaClient } from "./client.js";
import { messageBytes, type OutgoingMessage, type TopicMessages } from "./message.js";
import type { Topic } from "./topics.js";

export interface ProducerSettings {
  /** Most bytes that one request carries; a larger single message goes alone. */
  readonly maxBatchBytes?: number;
  /** Most bytes that may wait for the broker; beyond it `sendInOrder` rejects. */
  readonly maxPendingBytes?: number;
  readonly log?: MessagingLog;
}

/** The broker refuses this message for good, or too much is waiting for it. */
export class ProducerError extends Error {
  override readonly name = "ProducerError";

  constructor(
    readonly code: "QUEUE_FULL" | "REFUSED" | "CLOSED",
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** An idempotent producer whose messages reach the broker in the order of the calls. */
export interface OrderedProducer {
  /**
   * Queues messages of one topic and resolves when the broker has them on all in-sync replicas.
   * Survives the death of the broker: what was not acknowledged is sent again, in order, so a
   * message may arrive twice but never before an older one.
   */
  sendInOrder(topic: Topic, messages: readonly OutgoingMessage[]): Promise<void>;
  /** The same for several topics at once: one acknowledgement for all of them. */
  sendAllInOrder(batches: readonly TopicMessages[]): Promise<void>;
  /** Resolves when all that was queued before this call has been acknowledged or refused. */
  flush(): Promise<void>;
  readonly pendingBytes: number;
  readonly pendingMessages: number;
  /** Connected at present, as far as the last request showed. */
  readonly healthy: boolean;
  /** Sends what is queued (for at most `timeoutMs`), then disconnects. */
  close(timeoutMs?: number): Promise<void>;
}

interface Entry {
  readonly batches: readonly TopicMessages[];
  readonly bytes: number;
  readonly count: number;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

const PERMANENT = new Set(["MESSAGE_TOO_LARGE", "RECORD_LIST_TOO_LARGE", "INVALID_RECORD"]);

export function createProducer(
  kafka: KafkaClient,
  settings: ProducerSettings = {},
): OrderedProducer {
  return new QueueingProducer(kafka, settings);
}

class QueueingProducer implements OrderedProducer {
  readonly #kafka: KafkaClient;
  readonly #log: MessagingLog;
  readonly #maxBatchBytes: number;
  readonly #maxPendingBytes: number;
  readonly #backoff = new Backoff(50, 1_000);
  readonly #stopping = new AbortController();
  #queue: Entry[] = [];
  #producer: Producer | undefined;
  #draining: Promise<void> | undefined;
  #closed = false;
  #lastFault: string | undefined;
  pendingBytes = 0;
  pendingMessages = 0;
  healthy = true;

  constructor(kafka: KafkaClient, settings: ProducerSettings) {
    this.#kafka = kafka;
    this.#log = settings.log ?? silentLog;
    this.#maxBatchBytes = settings.maxBatchBytes ?? 900_000;
    this.#maxPendingBytes = settings.maxPendingBytes ?? 256 * 1024 * 1024;
  }

  sendInOrder(topic: Topic, messages: readonly OutgoingMessage[]): Promise<void> {
    return this.sendAllInOrder([{ topic, messages }]);
  }

  sendAllInOrder(batches: readonly TopicMessages[]): Promise<void> {
    if (this.#closed) return Promise.reject(new ProducerError("CLOSED", "producer is closed"));
    let bytes = 0;
    let count = 0;
    for (const { messages } of batches) {
      count += messages.length;
      for (const message of messages) bytes += messageBytes(message);
    }
    if (count === 0) return Promise.resolve();
    if (this.pendingBytes + bytes > this.#maxPendingBytes) {
      const text = `${this.pendingBytes} bytes already wait for the broker`;
      return Promise.reject(new ProducerError("QUEUE_FULL", text));
    }
    this.pendingBytes += bytes;
    this.pendingMessages += count;
    const sent = new Promise<void>((resolve, reject) => {
      this.#queue.push({ batches, bytes, count, resolve, reject });
    });
    this.#draining ??= this.#drain();
    return sent;
  }

  async flush(): Promise<void> {
    while (this.#draining) await this.#draining;
  }

  async close(timeoutMs = 10_000): Promise<void> {
    this.#closed = true;
    const timer = setTimeout(() => this.#stopping.abort(), timeoutMs);
    await this.flush();
    clearTimeout(timer);
    this.#stopping.abort();
    await this.#discardProducer();
  }

  /** Sends group after group; one request is in flight at any time, which keeps the order. */
  async #drain(): Promise<void> {
    // Let the calls of this tick join the first group.
    await Promise.resolve();
    while (this.#queue.length > 0 && !this.#stopping.signal.aborted) {
      const group = this.#takeGroup();
      await this.#deliver(group);
      for (const entry of group) {
        this.pendingBytes -= entry.bytes;
        this.pendingMessages -= entry.count;
      }
    }
    this.#draining = undefined;
    if (!this.#stopping.signal.aborted) return;
    const left = this.#queue;
    this.#queue = [];
    for (const entry of left) entry.reject(new ProducerError("CLOSED", "producer was closed"));
  }

  #takeGroup(): Entry[] {
    let bytes = 0;
    let count = 0;
    for (const entry of this.#queue) {
      if (count > 0 && bytes + entry.bytes > this.#maxBatchBytes) break;
      bytes += entry.bytes;
      count += 1;
    }
    return this.#queue.splice(0, count);
  }

  async #deliver(group: readonly Entry[]): Promise<void> {
    for (;;) {
      try {
        await this.#sendOnce(group);
        this.healthy = true;
        this.#lastFault = undefined;
        this.#backoff.reset();
        for (const entry of group) entry.resolve();
        return;
      } catch (error) {
        if (isPermanent(error)) return this.#isolate(group, error);
        this.healthy = false;
        this.#report(error, group);
        // A new producer id: the old one's sequence numbers may be out of step with the broker's.
        await this.#discardProducer();
        await this.#backoff.wait(this.#stopping.signal);
        if (!this.#stopping.signal.aborted) continue;
        const closed = new ProducerError("CLOSED", "closed before the broker came back");
        for (const entry of group) entry.reject(closed);
        return;
      }
    }
  }

  /** A fault that lasts is told once. */
  #report(error: unknown, group: readonly Entry[]): void {
    const messages = group.reduce((sum, entry) => sum + entry.count, 0);
    const context = { error: String(error), messages };
    const text = "kafka send failed, will send again";
    if (context.error === this.#lastFault) this.#log.debug(text, context);
    else this.#log.warning(text, context);
    this.#lastFault = context.error;
  }

  /** One entry of the group is not acceptable: send each alone, reject only the culprit. */
  async #isolate(group: readonly Entry[], cause: unknown): Promise<void> {
    const [only, ...others] = group;
    if (only !== undefined && others.length === 0) {
      this.#log.error("kafka refuses a message", { error: String(cause), bytes: only.bytes });
      only.reject(new ProducerError("REFUSED", String(cause), { cause }));
      return;
    }
    for (const entry of group) await this.#deliver([entry]);
  }

  async #sendOnce(group: readonly Entry[]): Promise<void> {
    const producer = await this.#connected();
    await producer.sendBatch({
      acks: -1,
      topicMessages: toTopicMessages(group, this.#kafka.topicPrefix),
    });
  }

  async #connected(): Promise<Producer> {
    if (this.#producer) return this.#producer;
    const producer = this.#kafka.raw.producer({
      idempotent: true,
      maxInFlightRequests: 1,
      allowAutoTopicCreation: false,
      createPartitioner: Partitioners.DefaultPartitioner,
      retry: { initialRetryTime: 50, maxRetryTime: 500, retries: 3 },
    });
    await producer.connect();
    this.#producer = producer;
    return producer;
  }

  async #discardProducer(): Promise<void> {
    const producer = this.#producer;
    this.#producer = undefined;
    if (!producer) return;
    try {
      await producer.disconnect();
    } catch (error) {
      this.#log.debug("kafka producer did not disconnect cleanly", { error: String(error) });
    }
  }
}

function isPermanent(error: unknown): boolean {
  for (let e: unknown = error; e instanceof Error; e = e.cause) {
    if ("type" in e && typeof e.type === "string" && PERMANENT.has(e.type)) return true;
  }
  return false;
}

function toTopicMessages(group: readonly Entry[], prefix: string) {
  const byTopic = new Map<Topic, ReturnType<typeof toKafkaMessage>[]>();
  for (const { batches } of group) {
    for (const { topic, messages } of batches) {
      const list = byTopic.get(topic) ?? [];
      byTopic.set(topic, list);
      for (const message of messages) list.push(toKafkaMessage(message));
    }
  }
  return [...byTopic].map(([topic, messages]) => ({ topic: prefix + topic, messages }));
}

function toKafkaMessage(message: OutgoingMessage) {
  const headers: Record<string, Buffer | string> = {};
  for (const [name, value] of Object.entries(message.headers ?? {})) {
    headers[name] = typeof value === "string" ? value : asBuffer(value);
  }
  return {
    key: message.key === undefined ? null : asBuffer(message.key),
    value: asBuffer(message.value),
    headers,
  };
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
