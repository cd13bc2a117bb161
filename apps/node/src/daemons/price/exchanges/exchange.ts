/** One ticker as an exchange prints it; numbers stay as they came. */
export interface RawTicker {
  readonly ask: unknown;
  readonly bid: unknown;
  readonly last: unknown;
}

/** What is particular to one exchange (app.md §4.3): data, and how its answer is read. */
export interface ExchangeSpec {
  readonly id: string;
  /** Names of the same exchange in the chain's market map (genesis.md §3). */
  readonly providers: readonly string[];
  /** `$` stands for the ticker where one query answers for one market. */
  readonly url: string;
  readonly intervalMs: number;
  readonly timeoutMs: number;
  /** Queries per interval. */
  readonly maxQueries: number;
  /**
   * Tickers of an answer by symbol. Throws for a body that is not what the exchange promises; a bad
   * value only makes its own ticker unavailable.
   */
  parse(body: unknown, symbols: readonly string[]): ReadonlyMap<string, RawTicker>;
}

/** The answer is not what the exchange promises. */
export class ExchangeAnswerError extends Error {
  override readonly name = "ExchangeAnswerError";
}

/** Whether one query answers for one market only. */
export function isPerMarket(spec: ExchangeSpec): boolean {
  return spec.url.includes("$");
}
