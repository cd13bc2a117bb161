import { readFileSync, statSync } from "node:fs";
import { describeError, type Logger } from "@perpetua/telemetry";
import type { OracleMarket, PriceSource } from "./source.js";

/**
 * Prices from a JSON file (`{"BTC/USD": "2868819524", …}`: raw integers in each market's exponent),
 * read again whenever it changes. A file that
 * is half written or wrong keeps the prices of before.
 */
export class FileSource implements PriceSource {
  readonly kind = "file";
  private current: ReadonlyMap<number, bigint> = new Map();
  private readStamp = "";
  private problem = "";

  constructor(
    private readonly path: string,
    private readonly markets: () => readonly OracleMarket[],
    private readonly logger: Logger,
  ) {}

  prices(): ReadonlyMap<number, bigint> {
    try {
      const { mtimeMs, size } = statSync(this.path);
      const stamp = `${mtimeMs}/${size}`;
      if (stamp !== this.readStamp) {
        this.current = parsePrices(readFileSync(this.path, "utf8"), this.markets());
        this.readStamp = stamp;
        this.logger.info({ path: this.path, markets: this.current.size }, "prices read");
      }
      this.problem = "";
    } catch (error) {
      const problem = describeError(error);
      // Asked before every block: the same problem is told once.
      if (problem !== this.problem) {
        this.logger.warn({ path: this.path }, `prices not read: ${problem}`);
      }
      this.problem = problem;
    }
    return this.current;
  }

  close(): void {}
}

/** Reads the file's text; an error names the entry and the rule. */
export function parsePrices(text: string, markets: readonly OracleMarket[]): Map<number, bigint> {
  const parsed: unknown = JSON.parse(text);
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed)) {
    throw new Error("expected an object of prices by pair");
  }
  const prices = new Map<number, bigint>();
  for (const [pair, value] of Object.entries(parsed)) {
    const market = markets.find((m) => m.pair.replace("-", "/") === pair || m.pair === pair);
    if (market === undefined) throw new Error(`${pair}: no such market`);
    if (!/^\d+$/.test(String(value)) || BigInt(String(value)) === 0n) {
      throw new Error(`${pair}: expected a positive whole number, got ${JSON.stringify(value)}`);
    }
    prices.set(market.id, BigInt(String(value)));
  }
  return prices;
}
