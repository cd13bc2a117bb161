/**
 * One side of the book: price levels in integer ticks and steps, kept in parallel typed arrays
 * sorted ascending by tick (web.md §3.3). PERF: an update is one binary search and, for a new or
 * removed level, one memmove; nothing is allocated and nothing is re-sorted.
 */
export class BookSide {
  private ticks = new Float64Array(256);
  private sizes = new Float64Array(256);
  private sequences = new Float64Array(256);
  private count = 0;

  get length(): number {
    return this.count;
  }

  clear(): void {
    this.count = 0;
  }

  tickAt(index: number): number {
    return this.ticks[index] ?? Number.NaN;
  }

  sizeAt(index: number): number {
    return this.sizes[index] ?? 0;
  }

  sequenceAt(index: number): number {
    return this.sequences[index] ?? 0;
  }

  /** Size in steps at a tick, 0 when there is no such level. */
  sizeAtTick(tick: number): number {
    const index = this.find(tick);
    return index < this.count && this.ticks[index] === tick ? this.sizeAt(index) : 0;
  }

  /** Sets the absolute size of a level; 0 removes it. */
  set(tick: number, size: number, sequence: number): void {
    const index = this.find(tick);
    const exists = index < this.count && this.ticks[index] === tick;
    if (size <= 0) {
      if (exists) this.removeAt(index);
      return;
    }
    if (!exists) this.insertAt(index);
    this.ticks[index] = tick;
    this.sizes[index] = size;
    this.sequences[index] = sequence;
  }

  /** PERF: three block copies; run once a frame. */
  copyFrom(other: BookSide): void {
    while (this.ticks.length < other.count) this.grow();
    this.ticks.set(other.ticks.subarray(0, other.count));
    this.sizes.set(other.sizes.subarray(0, other.count));
    this.sequences.set(other.sequences.subarray(0, other.count));
    this.count = other.count;
  }

  removeAt(index: number): void {
    for (const column of [this.ticks, this.sizes, this.sequences]) {
      column.copyWithin(index, index + 1, this.count);
    }
    this.count -= 1;
  }

  private insertAt(index: number): void {
    if (this.count === this.ticks.length) this.grow();
    for (const column of [this.ticks, this.sizes, this.sequences]) {
      column.copyWithin(index + 1, index, this.count);
    }
    this.count += 1;
  }

  private grow(): void {
    const wider = (column: Float64Array): Float64Array<ArrayBuffer> => {
      const next = new Float64Array(column.length * 2);
      next.set(column);
      return next;
    };
    this.ticks = wider(this.ticks);
    this.sizes = wider(this.sizes);
    this.sequences = wider(this.sequences);
  }

  /** First index whose tick is ≥ `tick`. */
  private find(tick: number): number {
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.ticks[middle] ?? 0) < tick) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
