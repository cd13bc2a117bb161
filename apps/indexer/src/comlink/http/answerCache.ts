import { weakEtag } from "./etag.js";

/** A complete 200 answer. */
export interface Answer {
  readonly body: string;
  readonly etag: string;
}

export function toAnswer(value: unknown): Answer {
  const body = JSON.stringify(value);
  return { body, etag: weakEtag(body) };
}

interface Entry {
  readonly expiresAtMs: number;
  readonly answer: Promise<Answer>;
}

/** Distinct URLs that are remembered at most; older ones are forgotten first. */
const MOST_ENTRIES = 5_000;

/**
 * Answers of public routes, given again for a short time; simultaneous questions share one read.
 * Failures are never kept.
 */
export class AnswerCache {
  readonly #entries = new Map<string, Entry>();

  /** A kept answer that is still good. */
  peek(key: string, nowMs: number): Promise<Answer> | undefined {
    const entry = this.#entries.get(key);
    return entry !== undefined && entry.expiresAtMs > nowMs ? entry.answer : undefined;
  }

  keep(key: string, expiresAtMs: number, answer: Promise<Answer>): void {
    this.#entries.delete(key);
    this.#entries.set(key, { expiresAtMs, answer });
    if (this.#entries.size > MOST_ENTRIES) {
      const oldest = this.#entries.keys().next();
      if (oldest.done !== true) this.#entries.delete(oldest.value);
    }
    answer.catch(() => {
      if (this.#entries.get(key)?.answer === answer) this.#entries.delete(key);
    });
  }
}
