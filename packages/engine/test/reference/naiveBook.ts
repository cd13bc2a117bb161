import type { BookLevel, LimitBook } from "../../src/clob/book/index.js";

interface Entry {
  readonly order: number;
  readonly isBuy: boolean;
  readonly subticks: bigint;
  lots: number;
}

/** The obviously right book: one list, sorted on demand. */
export class NaiveBook implements LimitBook {
  private readonly entries: Entry[] = [];

  get size(): number {
    return this.entries.length;
  }

  rest(order: number, isBuy: boolean, subticks: bigint, lots: number): void {
    this.entries.push({ order, isBuy, subticks, lots });
  }

  remove(order: number): void {
    this.entries.splice(this.entries.indexOf(this.find(order)), 1);
  }

  setLots(order: number, lots: number): void {
    this.find(order).lots = lots;
  }

  best(isBuy: boolean): number {
    return this.side(isBuy)[0]?.order ?? -1;
  }

  after(order: number): number {
    const side = this.side(this.find(order).isBuy);
    return side[side.findIndex((e) => e.order === order) + 1]?.order ?? -1;
  }

  levels(isBuy: boolean): BookLevel[] {
    const prices = [...new Set(this.side(isBuy).map((e) => e.subticks))];
    return prices.map((subticks) => {
      const at = this.side(isBuy).filter((e) => e.subticks === subticks);
      return { subticks, lots: at.reduce((sum, e) => sum + e.lots, 0), orders: at.length };
    });
  }

  /** One list cannot contradict itself. */
  check(): void {}

  private find(order: number): Entry {
    const entry = this.entries.find((e) => e.order === order);
    if (entry === undefined) throw new Error(`order ${order} does not rest`);
    return entry;
  }

  /** Stable sort: best price first, arrival order inside a price. */
  private side(isBuy: boolean): Entry[] {
    const sign = isBuy ? -1 : 1;
    return this.entries
      .filter((e) => e.isBuy === isBuy)
      .sort((a, b) => (a.subticks === b.subticks ? 0 : a.subticks < b.subticks ? -sign : sign));
  }
}
