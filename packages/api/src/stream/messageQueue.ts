import type { StreamListener, StreamMessage } from "./streamHub.js";

/**
 * What one subscriber has not read yet, bounded: a slow one gets a snapshot instead of a backlog.
 */
export class MessageQueue implements StreamListener {
  readonly #limit: number;
  #messages: StreamMessage[] = [];
  #overflowed = false;
  #wake: (() => void) | undefined;

  constructor(limit: number) {
    this.#limit = limit;
  }

  onMessage(message: StreamMessage): void {
    if (this.#messages.length >= this.#limit) {
      this.#messages = [];
      this.#overflowed = true;
    }
    if (!this.#overflowed) this.#messages.push(message);
    this.#wake?.();
  }

  /** Everything since the last call; `"overflow"` once when messages were thrown away. */
  take(): StreamMessage[] | "overflow" {
    if (this.#overflowed) {
      this.#overflowed = false;
      return "overflow";
    }
    const messages = this.#messages;
    this.#messages = [];
    return messages;
  }

  /** Resolves when there is something to take, or the signal ends. */
  async wait(signal: AbortSignal | undefined): Promise<void> {
    if (this.#messages.length > 0 || this.#overflowed || signal?.aborted === true) return;
    await new Promise<void>((resolve) => {
      const done = () => {
        this.#wake = undefined;
        signal?.removeEventListener("abort", done);
        resolve();
      };
      this.#wake = done;
      signal?.addEventListener("abort", done, { once: true });
    });
  }
}
