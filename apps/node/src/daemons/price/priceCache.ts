import { median } from "./decimals.js";

/** Prices older than this count for nothing (app.md §4.4.4). */
export const MAX_PRICE_AGE_MS = 30_000;

interface Entry {
  readonly price: bigint;
  readonly timeMs: number;
}

export interface IndexPrice {
  readonly price: bigint;
  /** Exchanges whose prices are in it. */
  readonly exchanges: number;
}

/** Newest price per market and exchange, and their median over the fresh ones. */
export class PriceCache {
  private readonly markets = new Map<number, Map<string, Entry>>();

  /** Takes a price that is later than the one before; says whether it did. */
  update(marketId: number, exchange: string, price: bigint, timeMs: number): boolean {
    if (price <= 0n) return false;
    const entries = this.markets.get(marketId) ?? new Map<string, Entry>();
    this.markets.set(marketId, entries);
    const before = entries.get(exchange);
    if (before !== undefined && timeMs <= before.timeMs) return false;
    entries.set(exchange, { price, timeMs });
    return true;
  }

  indexPrice(marketId: number, nowMs: number): IndexPrice | undefined {
    const fresh: bigint[] = [];
    for (const { price, timeMs } of this.markets.get(marketId)?.values() ?? [])
      if (timeMs >= nowMs - MAX_PRICE_AGE_MS) fresh.push(price);
    const price = median(fresh);
    return price === undefined ? undefined : { price, exchanges: fresh.length };
  }
}
