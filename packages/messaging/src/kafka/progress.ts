import type { Consumer, TopicPartitionOffset } from "kafkajs";
import type { MessagingLog } from "../log.js";

/** What one consumer has finished, and how much of it the broker knows. */
export class Progress {
  /** Next offset by topic and partition, since the last commit. */
  #pending = new Map<string, TopicPartitionOffset>();
  readonly #active = new Set<Promise<void>>();
  #committing: Promise<void> = Promise.resolve();

  constructor(
    private readonly consumer: Consumer,
    private readonly beforeCommit: (() => Promise<void>) | undefined,
    private readonly log: MessagingLog,
  ) {}

  /** `next.offset` is the first offset that is not handled. */
  handled(next: TopicPartitionOffset): void {
    this.#pending.set(`${next.topic} ${next.partition}`, next);
  }

  /** Remembers a running handler until it ends. */
  track(handler: Promise<void>): Promise<void> {
    this.#active.add(handler);
    const forget = () => this.#active.delete(handler);
    handler.then(forget, forget);
    return handler;
  }

  /** Resolves when no handler runs. */
  async idle(): Promise<void> {
    await Promise.allSettled(this.#active);
  }

  /** One commit for all partitions; a failed one is made up for by the next. */
  commit(): Promise<void> {
    this.#committing = this.#committing.then(() => this.#commitPending());
    return this.#committing;
  }

  async #commitPending(): Promise<void> {
    if (this.#pending.size === 0) return;
    const pending = this.#pending;
    this.#pending = new Map();
    try {
      await this.beforeCommit?.();
      await this.consumer.commitOffsets([...pending.values()]);
    } catch (error) {
      // Partitions that moved to another member are its business now; others come again.
      for (const [key, entry] of pending) {
        if (!this.#pending.has(key)) this.#pending.set(key, entry);
      }
      this.log.debug("offsets could not be committed", { error: String(error) });
    }
  }
}
