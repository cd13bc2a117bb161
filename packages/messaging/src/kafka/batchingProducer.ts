import { messageBytes, type OutgoingMessage } from "./message.js";
import type { OrderedProducer } from "./producer.js";
import type { Topic } from "./topics.js";

/**
 * Collects messages of one topic and sends whenever the next one would exceed the limit
 * (indexer.md §3.3): used for bulk loads, where one call per message would be wasteful.
 */
export class BatchingProducer {
  #pending: OutgoingMessage[] = [];
  #pendingBytes = 0;
  readonly #sends: Promise<void>[] = [];

  constructor(
    private readonly producer: OrderedProducer,
    private readonly topic: Topic,
    private readonly maxBatchBytes = 900_000,
  ) {}

  add(message: OutgoingMessage): void {
    const bytes = messageBytes(message);
    if (this.#pending.length > 0 && this.#pendingBytes + bytes > this.maxBatchBytes) this.#send();
    this.#pending.push(message);
    this.#pendingBytes += bytes;
  }

  /** Sends the rest; resolves when everything is acknowledged, rejects if anything was refused. */
  async flush(): Promise<void> {
    this.#send();
    await Promise.all(this.#sends.splice(0));
  }

  #send(): void {
    const messages = this.#pending;
    this.#pending = [];
    this.#pendingBytes = 0;
    if (messages.length === 0) return;
    const sent = this.producer.sendInOrder(this.topic, messages);
    // The rejection is reported by flush(); without this it would also count as unhandled.
    sent.catch(() => undefined);
    this.#sends.push(sent);
  }
}
