import { describeError, type Logger } from "@perpetua/telemetry";
import { CircuitBreaker } from "./circuitBreaker.js";
import { type ExchangeSpec, isPerMarket, type RawTicker } from "./exchanges/exchange.js";

/** Pause after HTTP 429 without a Retry-After. */
const RATE_LIMIT_PAUSE_MS = 60_000;
const MAX_PAUSE_MS = 600_000;
const MAX_BODY_BYTES = 32 * 1024 * 1024;

/** The exchange says that we ask too often. */
export class RateLimitedError extends Error {
  override readonly name = "RateLimitedError";

  constructor(readonly waitMs: number) {
    super(`rate limit, next request in ${waitMs} ms`);
  }
}

export interface ExchangeClientOptions {
  readonly spec: ExchangeSpec;
  /** Tickers wanted now. */
  readonly symbols: () => readonly string[];
  /** Tickers that came, with the time of the request. */
  readonly onTickers: (tickers: ReadonlyMap<string, RawTicker>, fetchedMs: number) => void;
  /** Asks this server instead of the exchange: `BASE/<id>/<path>`. */
  readonly baseUrl: string | undefined;
  readonly logger: Logger;
  readonly breaker?: CircuitBreaker;
}

/** Asks one exchange for prices at its interval, never more than its share of requests. */
export class ExchangeClient {
  private readonly breaker: CircuitBreaker;
  private readonly stopping = new AbortController();
  private timer: NodeJS.Timeout | undefined;
  private nextSymbol = 0;
  private wasFailing = false;
  /** Time of the last answer that could be read. */
  lastAnswerMs = 0;

  constructor(private readonly options: ExchangeClientOptions) {
    this.breaker = options.breaker ?? new CircuitBreaker();
  }

  start(): void {
    void this.tick();
    this.timer = setInterval(() => void this.tick(), this.options.spec.intervalMs);
    this.timer.unref();
  }

  stop(): void {
    clearInterval(this.timer);
    this.stopping.abort();
  }

  /** One round of requests; never throws. */
  async tick(): Promise<void> {
    if (!this.breaker.allows(Date.now())) return;
    const queries = this.queries();
    await Promise.all(queries.map((symbols) => this.query(symbols)));
  }

  /** The symbols of each request of a round; exchanges asked per market get their turn. */
  private queries(): (readonly string[])[] {
    const { spec, symbols } = this.options;
    const wanted = symbols();
    if (wanted.length === 0) return [];
    if (!isPerMarket(spec)) return [wanted];
    const count = Math.min(spec.maxQueries, wanted.length);
    const turn = Array.from({ length: count }, (_, i) => [
      wanted[(this.nextSymbol + i) % wanted.length] as string,
    ]);
    this.nextSymbol = (this.nextSymbol + count) % wanted.length;
    return turn;
  }

  private async query(symbols: readonly string[]): Promise<void> {
    const { spec, onTickers } = this.options;
    const fetchedMs = Date.now();
    try {
      const body = await this.fetchJson(symbols);
      const tickers = spec.parse(body, symbols);
      this.breaker.succeeded();
      this.lastAnswerMs = fetchedMs;
      this.note(undefined);
      onTickers(tickers, fetchedMs);
    } catch (error) {
      if (this.stopping.signal.aborted) return;
      if (error instanceof RateLimitedError) this.breaker.limited(Date.now(), error.waitMs);
      else this.breaker.failed(Date.now());
      this.note(error);
    }
  }

  private async fetchJson(symbols: readonly string[]): Promise<unknown> {
    const { spec } = this.options;
    const signal = AbortSignal.any([this.stopping.signal, AbortSignal.timeout(spec.timeoutMs)]);
    const response = await fetch(this.url(symbols), {
      signal,
      headers: { accept: "application/json", "user-agent": "perpetua-price-daemon" },
    });
    if (response.status === 429) {
      await response.body?.cancel();
      throw new RateLimitedError(retryAfterMs(response.headers.get("retry-after")));
    }
    if (!response.ok) {
      await response.body?.cancel();
      throw new Error(`HTTP ${response.status}`);
    }
    if (Number(response.headers.get("content-length") ?? 0) > MAX_BODY_BYTES) {
      await response.body?.cancel();
      throw new Error("answer is too large");
    }
    return response.json();
  }

  private url(symbols: readonly string[]): string {
    const { spec, baseUrl } = this.options;
    const url = spec.url.replace("$", symbols.map(encodeURIComponent).join(","));
    if (baseUrl === undefined) return url;
    const { pathname, search } = new URL(url);
    return `${baseUrl.replace(/\/$/, "")}/${spec.id.toLowerCase()}${pathname}${search}`;
  }

  /** Says once that an exchange is away, and once that it is back. */
  private note(error: unknown): void {
    const { logger, spec } = this.options;
    const failing = error !== undefined;
    if (failing === this.wasFailing) return;
    this.wasFailing = failing;
    if (failing) logger.info({ exchange: spec.id }, `no prices: ${describeError(error)}`);
    else logger.info({ exchange: spec.id }, "prices again");
  }
}

/** `Retry-After` in seconds or as a date. */
export function retryAfterMs(header: string | null, nowMs = Date.now()): number {
  if (header === null) return RATE_LIMIT_PAUSE_MS;
  const ms = /^\d+$/.test(header) ? Number(header) * 1_000 : Date.parse(header) - nowMs;
  return Number.isNaN(ms) ? RATE_LIMIT_PAUSE_MS : Math.min(Math.max(ms, 0), MAX_PAUSE_MS);
}
