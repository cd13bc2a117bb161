/**
 * Keys by the height or second at which something ends. Node-local and append-only between commits:
 * it holds at least every key that
 * is due and may hold more (reverted or already deleted ones), so readers compare with the store
 * before they act.
 */
export class DueIndex {
  private readonly keysByWhen = new Map<number, Set<string>>();
  /** The distinct instants, ascending. */
  private readonly whens: number[] = [];

  note(when: number, key: string): void {
    let keys = this.keysByWhen.get(when);
    if (keys === undefined) {
      keys = new Set();
      this.keysByWhen.set(when, keys);
      this.insert(when);
    }
    keys.add(key);
  }

  keysAt(when: number): Iterable<string> {
    return this.keysByWhen.get(when) ?? [];
  }

  /** Keys due at `until` or before, by instant; the order inside an instant has no meaning. */
  *keysUntil(until: number): Generator<string> {
    for (const when of this.whens) {
      if (when > until) return;
      yield* this.keysAt(when);
    }
  }

  /** Forgets a key that a committed block deleted. */
  forget(when: number, key: string): void {
    this.keysByWhen.get(when)?.delete(key);
  }

  /**
   * Forgets everything due at `until` or before; only after a commit, when no revert can bring it
   * back.
   */
  dropUntil(until: number): void {
    let n = 0;
    while (n < this.whens.length && (this.whens[n] as number) <= until) {
      this.keysByWhen.delete(this.whens[n] as number);
      n++;
    }
    this.whens.splice(0, n);
  }

  clear(): void {
    this.keysByWhen.clear();
    this.whens.length = 0;
  }

  private insert(when: number): void {
    let lo = 0;
    let hi = this.whens.length;
    while (lo < hi) {
      const mid = (lo + hi) >>> 1;
      if ((this.whens[mid] as number) < when) lo = mid + 1;
      else hi = mid;
    }
    this.whens.splice(lo, 0, when);
  }
}
