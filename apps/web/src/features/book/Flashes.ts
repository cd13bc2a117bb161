import type { BookRow, BookSideName } from "../../lib/book/Book";

/** How long a changed level glows; data itself is never delayed (B2). */
const GLOW_MS = 150;

type PerSide = Record<BookSideName, ReadonlyMap<number, number>>;

/**
 * Which levels on screen changed their size a moment ago. Levels that appear or vanish do not glow:
 * when makers re-quote, all of them would.
 */
export class Flashes {
  private sizes: PerSide = { bids: new Map(), asks: new Map() };
  private changedAt: PerSide = { bids: new Map(), asks: new Map() };
  private until = Number.NEGATIVE_INFINITY;

  /** Compares what is about to be painted with what was painted last. */
  note(side: BookSideName, rows: readonly BookRow[], now: number): void {
    const before = this.sizes[side];
    const glowing = this.changedAt[side];
    const changedAt = new Map<number, number>();
    for (const { tick, size } of rows) {
      const known = before.get(tick);
      const since = known !== undefined && known !== size ? now : glowing.get(tick);
      if (since === undefined || now - since > GLOW_MS) continue;
      changedAt.set(tick, since);
      this.until = Math.max(this.until, since + GLOW_MS);
    }
    this.changedAt[side] = changedAt;
    this.sizes[side] = new Map(rows.map((row) => [row.tick, row.size]));
  }

  /** 1 at the moment of the change, 0 when the glow is over. */
  strength(side: BookSideName, tick: number, now: number): number {
    const since = this.changedAt[side].get(tick);
    return since === undefined ? 0 : Math.max(0, 1 - (now - since) / GLOW_MS);
  }

  /** Something still glows, so another frame is needed even without news. */
  isActive(now: number): boolean {
    return now < this.until;
  }
}
