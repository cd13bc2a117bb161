import { renameSync, writeFileSync } from "node:fs";

/** The file that a network's node reads its oracle prices from. */
export class Oracle {
  private prices: Readonly<Record<string, string>> = {};

  constructor(readonly path: string) {}

  /**
   * Serves these raw prices, by pair (`BTC/USD`), from the next block on; the others stay as they
   * are.
   */
  set(prices: Readonly<Record<string, bigint | string>>): void {
    const changed = Object.entries(prices).map(([pair, raw]) => [pair, String(raw)]);
    this.prices = { ...this.prices, ...Object.fromEntries(changed) };
    // Renamed into place: the node never sees half a file.
    writeFileSync(`${this.path}.tmp`, JSON.stringify(this.prices));
    renameSync(`${this.path}.tmp`, this.path);
  }
}
