export interface BreakerSettings {
  /** Failures in a row that open it. */
  readonly failures: number;
  /** How long it stays open the first time; doubles while probes fail. */
  readonly openMs: number;
  readonly maxOpenMs: number;
}

export const DEFAULT_BREAKER: BreakerSettings = {
  failures: 5,
  openMs: 10_000,
  maxOpenMs: 300_000,
};

/**
 * Stops asking a server that does not answer: after some failures in a row nothing is sent for a
 * while, then one request probes whether it is back. A rate limit opens it at once.
 */
export class CircuitBreaker {
  private failures = 0;
  private openMs: number;
  private openUntil = 0;

  constructor(private readonly settings: BreakerSettings = DEFAULT_BREAKER) {
    this.openMs = settings.openMs;
  }

  allows(nowMs: number): boolean {
    return nowMs >= this.openUntil;
  }

  succeeded(): void {
    this.failures = 0;
    this.openMs = this.settings.openMs;
  }

  failed(nowMs: number): void {
    this.failures++;
    if (this.failures < this.settings.failures) return;
    this.openUntil = nowMs + this.openMs;
    this.openMs = Math.min(this.openMs * 2, this.settings.maxOpenMs);
  }

  /** The server said that we ask too often. */
  limited(nowMs: number, waitMs: number): void {
    this.openUntil = Math.max(this.openUntil, nowMs + waitMs);
  }
}
