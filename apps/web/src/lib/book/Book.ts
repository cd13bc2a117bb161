import { BookSide } from "./BookSide";
import { Quantizer } from "./quantizer";

export interface WireLevel {
  price: string;
  size: string;
}
export interface BookSnapshot {
  bids: readonly WireLevel[];
  asks: readonly WireLevel[];
}
export interface BookDelta {
  bids?: readonly (readonly [string, string])[];
  asks?: readonly (readonly [string, string])[];
}
/** One visible row: tick of the group, size and running total in steps. */
export interface BookRow {
  tick: number;
  size: number;
  total: number;
}
export type BookSideName = "bids" | "asks";

/**
 * The book of one market. It owns the uncrossing rule of web.md §3.3: when the best bid reaches
 * the best ask, the level that was updated earlier is hidden; if that persists, `crossedSince`
 * tells the feed to take a new snapshot.
 */
export class Book {
  readonly bids = new BookSide();
  readonly asks = new BookSide();
  private sequence = 0;
  crossedSince: number | null = null;

  constructor(
    readonly price: Quantizer,
    readonly size: Quantizer,
  ) {}

  static for(tick: string, step: string): Book {
    return new Book(new Quantizer(tick), new Quantizer(step));
  }

  reset(snapshot: BookSnapshot): void {
    this.bids.clear();
    this.asks.clear();
    this.sequence += 1;
    for (const level of snapshot.bids) this.put(this.bids, level.price, level.size);
    for (const level of snapshot.asks) this.put(this.asks, level.price, level.size);
    this.crossedSince = null;
  }

  apply(delta: BookDelta): void {
    this.sequence += 1;
    for (const [price, size] of delta.bids ?? []) this.put(this.bids, price, size);
    for (const [price, size] of delta.asks ?? []) this.put(this.asks, price, size);
  }

  private put(side: BookSide, price: string, size: string): void {
    const tick = this.price.units(price);
    const steps = this.size.units(size);
    if (Number.isFinite(tick) && Number.isFinite(steps)) side.set(tick, steps, this.sequence);
  }

  /** Drops stale crossed levels; call once a frame. `now` drives the re-snapshot timer. */
  uncross(now: number): void {
    let crossed = false;
    while (this.bids.length > 0 && this.asks.length > 0) {
      const bid = this.bids.length - 1;
      if (this.bids.tickAt(bid) < this.asks.tickAt(0)) break;
      crossed = true;
      const bidIsOlder = this.bids.sequenceAt(bid) < this.asks.sequenceAt(0);
      if (bidIsOlder) this.bids.removeAt(bid);
      else this.asks.removeAt(0);
    }
    if (!crossed) this.crossedSince = null;
    else this.crossedSince ??= now;
  }

  copyFrom(other: Book): void {
    this.bids.copyFrom(other.bids);
    this.asks.copyFrom(other.asks);
    this.crossedSince = other.crossedSince;
  }

  get isTwoSided(): boolean {
    return this.bids.length > 0 && this.asks.length > 0;
  }

  get bestBid(): number | null {
    return this.bids.length > 0 ? this.bids.tickAt(this.bids.length - 1) : null;
  }

  get bestAsk(): number | null {
    return this.asks.length > 0 ? this.asks.tickAt(0) : null;
  }

  /**
   * Rows grouped by `group` ticks, best first: bids floor, asks ceil, so that a group never shows
   * a price better than its orders (B3).
   */
  rows(side: BookSideName, group: number, limit: number): BookRow[] {
    const levels = side === "bids" ? this.bids : this.asks;
    const rows: BookRow[] = [];
    let total = 0;
    for (let i = 0; i < levels.length; i += 1) {
      const index = side === "bids" ? levels.length - 1 - i : i;
      const raw = levels.tickAt(index);
      const tick =
        side === "bids" ? Math.floor(raw / group) * group : Math.ceil(raw / group) * group;
      const size = levels.sizeAt(index);
      const last = rows[rows.length - 1];
      if (last?.tick === tick) {
        last.size += size;
        total += size;
        last.total = total;
        continue;
      }
      if (rows.length === limit) break;
      total += size;
      rows.push({ tick, size, total });
    }
    return rows;
  }
}
