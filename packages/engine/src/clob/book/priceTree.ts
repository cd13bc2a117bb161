import { assert } from "../../math/index.js";

export const NONE = -1;

const STRIDE = 33;
const MAX_HEIGHT = 14;

/**
 * A 32-way radix tree of bitmaps over 64-bit ticks given as two unsigned 32-bit halves; leaves hold
 * level numbers.
 * Every step is one `clz32` on a bitmap, so the cost depends on the width of the prices in use
 * (three steps for
 * 15-bit ticks, fourteen at most), never on how many levels there are or in what order they come
 * and go.
 */
export class PriceTree {
  /** Node `n` occupies `[n * 33, n * 33 + 33)`: its bitmap, then 32 children. */
  private nodes = new Int32Array(STRIDE * 16);
  private used = 0;
  private readonly free: number[] = [];
  private root = NONE;
  private height = 0;
  private readonly path = new Int32Array(MAX_HEIGHT);

  get(hi: number, lo: number): number {
    if (this.root === NONE || heightFor(hi, lo) > this.height) return NONE;
    let node = this.root;
    for (let k = this.height - 1; k >= 0; k--) {
      const d = digit(hi, lo, k);
      const at = node * STRIDE;
      if ((((this.nodes[at] as number) >>> d) & 1) === 0) return NONE;
      node = this.nodes[at + 1 + d] as number;
    }
    return node;
  }

  /** Adds a tick that is not in the tree. */
  insert(hi: number, lo: number, level: number): void {
    this.grow(heightFor(hi, lo));
    let node = this.root;
    for (let k = this.height - 1; k > 0; k--) {
      const d = digit(hi, lo, k);
      const at = node * STRIDE;
      if ((((this.nodes[at] as number) >>> d) & 1) === 0) {
        const child = this.allocate();
        this.nodes[at] = (this.nodes[at] as number) | (1 << d);
        this.nodes[at + 1 + d] = child;
        node = child;
      } else {
        node = this.nodes[at + 1 + d] as number;
      }
    }
    const d = digit(hi, lo, 0);
    const at = node * STRIDE;
    assert((((this.nodes[at] as number) >>> d) & 1) === 0, "tick is already in the price tree");
    this.nodes[at] = (this.nodes[at] as number) | (1 << d);
    this.nodes[at + 1 + d] = level;
  }

  /** Takes out a tick that is in the tree. */
  remove(hi: number, lo: number): void {
    let node = this.root;
    for (let k = this.height - 1; k > 0; k--) {
      this.path[k] = node;
      node = this.nodes[node * STRIDE + 1 + digit(hi, lo, k)] as number;
    }
    this.path[0] = node;
    for (let k = 0; k < this.height; k++) {
      const n = this.path[k] as number;
      const bitmap = (this.nodes[n * STRIDE] as number) & ~(1 << digit(hi, lo, k));
      this.nodes[n * STRIDE] = bitmap;
      if (bitmap !== 0) break;
      this.free.push(n);
      if (k === this.height - 1) {
        this.root = NONE;
        this.height = 0;
        return;
      }
    }
    this.shrink();
  }

  /** The level with the greatest tick below the given one, or NONE. */
  below(hi: number, lo: number): number {
    if (this.root === NONE) return NONE;
    if (heightFor(hi, lo) > this.height) return this.last(this.root, this.height - 1);
    let node = this.root;
    let found = NONE;
    let foundAt = 0;
    for (let k = this.height - 1; k >= 0; k--) {
      const d = digit(hi, lo, k);
      const bitmap = this.nodes[node * STRIDE] as number;
      const lower = bitmap & ((1 << d) - 1);
      if (lower !== 0) {
        found = this.nodes[node * STRIDE + 1 + 31 - Math.clz32(lower)] as number;
        foundAt = k;
      }
      if (((bitmap >>> d) & 1) === 0) break;
      node = this.nodes[node * STRIDE + 1 + d] as number;
    }
    return found === NONE ? NONE : this.last(found, foundAt - 1);
  }

  /** The level with the smallest tick above the given one, or NONE. */
  above(hi: number, lo: number): number {
    if (this.root === NONE || heightFor(hi, lo) > this.height) return NONE;
    let node = this.root;
    let found = NONE;
    let foundAt = 0;
    for (let k = this.height - 1; k >= 0; k--) {
      const d = digit(hi, lo, k);
      const bitmap = this.nodes[node * STRIDE] as number;
      const higher = d === 31 ? 0 : bitmap & (-1 << (d + 1));
      if (higher !== 0) {
        found = this.nodes[node * STRIDE + 1 + lowestBit(higher)] as number;
        foundAt = k;
      }
      if (((bitmap >>> d) & 1) === 0) break;
      node = this.nodes[node * STRIDE + 1 + d] as number;
    }
    return found === NONE ? NONE : this.first(found, foundAt - 1);
  }

  private last(start: number, fromDigit: number): number {
    let node = start;
    for (let k = fromDigit; k >= 0; k--) {
      const bit = 31 - Math.clz32(this.nodes[node * STRIDE] as number);
      node = this.nodes[node * STRIDE + 1 + bit] as number;
    }
    return node;
  }

  private first(start: number, fromDigit: number): number {
    let node = start;
    for (let k = fromDigit; k >= 0; k--) {
      node = this.nodes[
        node * STRIDE + 1 + lowestBit(this.nodes[node * STRIDE] as number)
      ] as number;
    }
    return node;
  }

  private grow(needed: number): void {
    if (this.root === NONE) {
      this.root = this.allocate();
      this.height = needed;
      return;
    }
    while (this.height < needed) {
      const parent = this.allocate();
      this.nodes[parent * STRIDE] = 1;
      this.nodes[parent * STRIDE + 1] = this.root;
      this.root = parent;
      this.height++;
    }
  }

  private shrink(): void {
    while (this.height > 1 && this.nodes[this.root * STRIDE] === 1) {
      const child = this.nodes[this.root * STRIDE + 1] as number;
      this.free.push(this.root);
      this.root = child;
      this.height--;
    }
  }

  private allocate(): number {
    const reused = this.free.pop();
    const node = reused ?? this.used++;
    if ((node + 1) * STRIDE > this.nodes.length) {
      const larger = new Int32Array(this.nodes.length * 2);
      larger.set(this.nodes);
      this.nodes = larger;
    }
    this.nodes[node * STRIDE] = 0;
    return node;
  }
}

/**
 * Five bits of the tick, from the lowest (k = 0): six whole digits and two bits of the low half,
 * then the high half.
 */
function digit(hi: number, lo: number, k: number): number {
  return k < 7 ? (lo >>> (5 * k)) & 31 : (hi >>> (5 * (k - 7))) & 31;
}

function heightFor(hi: number, lo: number): number {
  if (hi !== 0) return 7 + Math.trunc((36 - Math.clz32(hi)) / 5);
  return lo === 0 ? 1 : Math.trunc((36 - Math.clz32(lo)) / 5);
}

function lowestBit(bits: number): number {
  return 31 - Math.clz32(bits & -bits);
}
