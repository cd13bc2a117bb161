import { assert } from "../../math/index.js";
import type { BookLevel, LimitBook } from "./limitBook.js";
import { BUY, Field, type OrderTable, RESTING } from "./orderTable.js";
import { NONE, PriceTree } from "./priceTree.js";

const TWO_32 = 4294967296;

/**
 * The fast book: prices as ticks in a `PriceTree` per side, levels as typed arrays linked by price,
 * orders as lists of handles.
 * A level exists exactly while it holds an order.
 */
export class FastBook implements LimitBook {
  private capacity = 16;
  private tickHi = new Uint32Array(this.capacity);
  private tickLo = new Uint32Array(this.capacity);
  private head = new Int32Array(this.capacity);
  private tail = new Int32Array(this.capacity);
  private count = new Int32Array(this.capacity);
  /** Sum of the lots; exact while below 2^53, for display only. */
  private total = new Float64Array(this.capacity);
  /** Neighbours by price. */
  private up = new Int32Array(this.capacity);
  private down = new Int32Array(this.capacity);
  private used = 0;
  private readonly free: number[] = [];
  private readonly bids = new PriceTree();
  private readonly asks = new PriceTree();
  private bestBid = NONE;
  private bestAsk = NONE;
  private orderCount = 0;
  /** The tick last computed by `split`. */
  private hi = 0;
  private lo = 0;

  constructor(
    private readonly orders: OrderTable,
    readonly subticksPerTick: number,
  ) {}

  get size(): number {
    return this.orderCount;
  }

  rest(order: number, isBuy: boolean, subticks: bigint, lots: number): void {
    const o = this.orders;
    this.split(subticks);
    const level = this.levelFor(isBuy);
    const tail = this.tail[level] as number;
    const { ints } = o;
    const at = order << 4;
    o.setResting(order, isBuy ? RESTING | BUY : RESTING);
    ints[at + Field.Level] = level;
    ints[at + Field.Next] = NONE;
    ints[at + Field.Previous] = tail;
    o.setLots(order, lots);
    if (tail === NONE) this.head[level] = order;
    else ints[(tail << 4) + Field.Next] = order;
    this.tail[level] = order;
    this.count[level] = (this.count[level] as number) + 1;
    this.total[level] = (this.total[level] as number) + lots;
    this.orderCount++;
  }

  remove(order: number): void {
    const o = this.orders;
    const { ints } = o;
    const at = order << 4;
    const level = ints[at + Field.Level] as number;
    const next = ints[at + Field.Next] as number;
    const previous = ints[at + Field.Previous] as number;
    if (previous === NONE) this.head[level] = next;
    else ints[(previous << 4) + Field.Next] = next;
    if (next === NONE) this.tail[level] = previous;
    else ints[(next << 4) + Field.Previous] = previous;
    this.count[level] = (this.count[level] as number) - 1;
    this.total[level] = (this.total[level] as number) - o.lots(order);
    this.orderCount--;
    if (this.count[level] === 0) this.dropLevel(level, o.isBuy(order));
    o.setResting(order, 0);
  }

  setLots(order: number, lots: number): void {
    const level = this.orders.get(order, Field.Level);
    const before = this.orders.lots(order);
    this.orders.setLots(order, lots);
    this.total[level] = (this.total[level] as number) + lots - before;
  }

  best(isBuy: boolean): number {
    const level = isBuy ? this.bestBid : this.bestAsk;
    return level === NONE ? NONE : (this.head[level] as number);
  }

  after(order: number): number {
    const next = this.orders.get(order, Field.Next);
    if (next !== NONE) return next;
    const level = this.orders.get(order, Field.Level);
    const worse = (this.orders.isBuy(order) ? this.down[level] : this.up[level]) as number;
    return worse === NONE ? NONE : (this.head[worse] as number);
  }

  levels(isBuy: boolean): BookLevel[] {
    const out: BookLevel[] = [];
    let level = isBuy ? this.bestBid : this.bestAsk;
    while (level !== NONE) {
      out.push({
        subticks: this.subticksOf(level),
        lots: this.total[level] as number,
        orders: this.count[level] as number,
      });
      level = (isBuy ? this.down[level] : this.up[level]) as number;
    }
    return out;
  }

  /** Checks links, counts, totals and that the tree finds every level; for invariants. */
  check(): void {
    for (const isBuy of [true, false]) {
      const tree = isBuy ? this.bids : this.asks;
      let level = isBuy ? this.bestBid : this.bestAsk;
      let better = NONE;
      while (level !== NONE) {
        const found = tree.get(this.tickHi[level] as number, this.tickLo[level] as number);
        assert(found === level, "the price tree finds every level");
        assert((isBuy ? this.up[level] : this.down[level]) === better, "levels are linked");
        this.checkOrders(level);
        better = level;
        level = (isBuy ? this.down[level] : this.up[level]) as number;
      }
    }
  }

  private checkOrders(level: number): void {
    let lots = 0;
    let count = 0;
    for (let h = this.head[level] as number; h !== NONE; h = this.orders.get(h, Field.Next)) {
      assert(
        this.orders.isResting(h) && this.orders.get(h, Field.Level) === level,
        "orders know their level",
      );
      lots += this.orders.lots(h);
      count++;
    }
    assert(count === this.count[level] && count > 0, "a level counts its orders");
    const exact = lots <= Number.MAX_SAFE_INTEGER;
    assert(!exact || lots === this.total[level], "a level total is the sum of its orders");
  }

  private subticksOf(level: number): bigint {
    const tick =
      (BigInt(this.tickHi[level] as number) << 32n) | BigInt(this.tickLo[level] as number);
    return tick * BigInt(this.subticksPerTick);
  }

  /** Sets `hi`, `lo` to the tick of a price. Prices beyond 2^53 take the BigInt way. */
  private split(subticks: bigint): void {
    const n = Number(subticks);
    if (n <= Number.MAX_SAFE_INTEGER) {
      const tick = n / this.subticksPerTick;
      assert(Number.isInteger(tick), "a resting price is a multiple of the tick");
      this.hi = Math.floor(tick / TWO_32);
      this.lo = tick >>> 0;
      return;
    }
    const tick = subticks / BigInt(this.subticksPerTick);
    assert(
      tick * BigInt(this.subticksPerTick) === subticks,
      "a resting price is a multiple of the tick",
    );
    this.hi = Number(tick >> 32n);
    this.lo = Number(tick & 0xffff_ffffn);
  }

  /** The level of the tick in `hi`, `lo`, created when absent. */
  private levelFor(isBuy: boolean): number {
    const best = isBuy ? this.bestBid : this.bestAsk;
    if (best !== NONE && this.tickLo[best] === this.lo && this.tickHi[best] === this.hi)
      return best;
    const tree = isBuy ? this.bids : this.asks;
    const existing = tree.get(this.hi, this.lo);
    if (existing !== NONE) return existing;
    const down = tree.below(this.hi, this.lo);
    const up = down === NONE ? tree.above(this.hi, this.lo) : (this.up[down] as number);
    const level = this.newLevel();
    this.down[level] = down;
    this.up[level] = up;
    if (down !== NONE) this.up[down] = level;
    if (up !== NONE) this.down[up] = level;
    if (isBuy && up === NONE) this.bestBid = level;
    if (!isBuy && down === NONE) this.bestAsk = level;
    tree.insert(this.hi, this.lo, level);
    return level;
  }

  private newLevel(): number {
    const level = this.free.pop() ?? this.used++;
    if (level >= this.capacity) this.grow();
    this.tickHi[level] = this.hi;
    this.tickLo[level] = this.lo;
    this.head[level] = NONE;
    this.tail[level] = NONE;
    this.count[level] = 0;
    this.total[level] = 0;
    return level;
  }

  private dropLevel(level: number, isBuy: boolean): void {
    const up = this.up[level] as number;
    const down = this.down[level] as number;
    if (up !== NONE) this.down[up] = down;
    if (down !== NONE) this.up[down] = up;
    if (isBuy && up === NONE) this.bestBid = down;
    if (!isBuy && down === NONE) this.bestAsk = up;
    const tree = isBuy ? this.bids : this.asks;
    tree.remove(this.tickHi[level] as number, this.tickLo[level] as number);
    this.free.push(level);
  }

  private grow(): void {
    this.capacity *= 2;
    this.tickHi = larger(this.tickHi, new Uint32Array(this.capacity));
    this.tickLo = larger(this.tickLo, new Uint32Array(this.capacity));
    this.head = larger(this.head, new Int32Array(this.capacity));
    this.tail = larger(this.tail, new Int32Array(this.capacity));
    this.count = larger(this.count, new Int32Array(this.capacity));
    this.total = larger(this.total, new Float64Array(this.capacity));
    this.up = larger(this.up, new Int32Array(this.capacity));
    this.down = larger(this.down, new Int32Array(this.capacity));
  }
}

function larger<T extends { set(source: T): void }>(from: T, to: T): T {
  to.set(from);
  return to;
}
