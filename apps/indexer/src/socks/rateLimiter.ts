/** Fixed windows that start with their first event (api.md §3.7). */
export class RateLimiter {
  readonly #windows = new Map<string, { startMs: number; count: number }>();

  constructor(
    private readonly limit: number,
    private readonly windowMs: number,
    private readonly nowMs: () => number,
  ) {}

  /** Counts an event; true when it is one too many. */
  isExceeded(key: string): boolean {
    const now = this.nowMs();
    const window = this.#windows.get(key);
    if (window && now - window.startMs < this.windowMs) {
      window.count += 1;
      return window.count > this.limit;
    }
    if (this.#windows.size > 1_000) this.#forgetExpired(now);
    this.#windows.set(key, { startMs: now, count: 1 });
    return this.limit < 1;
  }

  #forgetExpired(now: number): void {
    for (const [key, { startMs }] of this.#windows) {
      if (now - startMs >= this.windowMs) this.#windows.delete(key);
    }
  }
}
