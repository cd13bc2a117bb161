/** Waits that double from `firstMs` to `maxMs`, for loops that retry for ever. */
export class Backoff {
  #nextMs: number;

  constructor(
    readonly firstMs = 100,
    readonly maxMs = 5_000,
  ) {
    this.#nextMs = firstMs;
  }

  /** Resolves after the current wait, or at once when `signal` aborts. */
  async wait(signal?: AbortSignal): Promise<void> {
    const delayMs = this.#nextMs;
    this.#nextMs = Math.min(delayMs * 2, this.maxMs);
    await sleep(delayMs, signal);
  }

  reset(): void {
    this.#nextMs = this.firstMs;
  }
}

/** Resolves after `delayMs`, or at once when `signal` aborts; never rejects. */
export function sleep(delayMs: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const finish = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", finish);
      resolve();
    };
    const timer = setTimeout(finish, delayMs);
    signal?.addEventListener("abort", finish, { once: true });
  });
}
