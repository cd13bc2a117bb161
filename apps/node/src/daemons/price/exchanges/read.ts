import { ExchangeAnswerError, type RawTicker } from "./exchange.js";

export type Row = Readonly<Record<string, unknown>>;

export function asObject(value: unknown, what: string): Row {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new ExchangeAnswerError(`${what}: expected an object`);
  return value as Row;
}

export function asList(value: unknown, what: string): readonly unknown[] {
  if (!Array.isArray(value)) throw new ExchangeAnswerError(`${what}: expected a list`);
  return value;
}

/** Refuses an answer whose status member says that something is wrong. */
export function expectStatus(body: Row, member: string, wanted: string | number): void {
  if (body[member] === wanted) return;
  const got = JSON.stringify(body[member]);
  throw new ExchangeAnswerError(`${member}: expected ${JSON.stringify(wanted)}, got ${got}`);
}

/** Names of the members that hold symbol, ask, bid and last price. */
export interface Columns {
  readonly symbol: string;
  readonly ask: string;
  readonly bid: string;
  readonly last: string;
}

/** Rows of objects to tickers. */
export function tickersOf(rows: readonly unknown[], c: Columns): Map<string, RawTicker> {
  const tickers = new Map<string, RawTicker>();
  for (const value of rows) {
    const row = asObject(value, "ticker");
    const symbol = row[c.symbol];
    if (typeof symbol !== "string") throw new ExchangeAnswerError(`${c.symbol}: expected text`);
    tickers.set(symbol, { ask: row[c.ask], bid: row[c.bid], last: row[c.last] });
  }
  return tickers;
}
