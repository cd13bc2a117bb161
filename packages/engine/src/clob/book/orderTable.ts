import { NONE } from "./priceTree.js";

const INITIAL_CAPACITY = 1024;

/** Bits of `OrderTable.state`. */
export const RESTING = 1;
export const BUY = 2;

/**
 * Interned order ids. A handle stands for one order id (subaccount, client id, flags, clob pair) for as long as anything refers to it:
 * a resting order, a remembered cancel, or a pin. All per-order data are typed arrays indexed by the handle.
 * PERF: open addressing with backward-shift deletion; no strings, no objects, nothing allocated per order.
 */
export class OrderTable {
  private capacity = INITIAL_CAPACITY;
  private slots = new Int32Array(INITIAL_CAPACITY * 2).fill(NONE);
  private used = 0;
  private readonly free: number[] = [];

  subaccount = new Int32Array(INITIAL_CAPACITY);
  clientId = new Uint32Array(INITIAL_CAPACITY);
  flags = new Uint32Array(INITIAL_CAPACITY);
  clobPair = new Uint32Array(INITIAL_CAPACITY);

  state = new Uint8Array(INITIAL_CAPACITY);
  /** Open size in lots (quantums ÷ step); at most 2^53 − 1, see `Market.lotsOf`. */
  lots = new Float64Array(INITIAL_CAPACITY);
  level = new Int32Array(INITIAL_CAPACITY);
  next = new Int32Array(INITIAL_CAPACITY);
  previous = new Int32Array(INITIAL_CAPACITY);
  /** Good-til-block of a resting short-term order, else 0. */
  goodTil = new Uint32Array(INITIAL_CAPACITY);
  expiryNext = new Int32Array(INITIAL_CAPACITY);
  expiryPrevious = new Int32Array(INITIAL_CAPACITY);
  /** Good-til-block of the remembered cancel, 0 = none. */
  cancelGoodTil = new Uint32Array(INITIAL_CAPACITY);
  cancelNext = new Int32Array(INITIAL_CAPACITY);
  cancelPrevious = new Int32Array(INITIAL_CAPACITY);
  private pins = new Uint8Array(INITIAL_CAPACITY);

  get size(): number {
    return this.used - this.free.length;
  }

  /** The handle of an id, or NONE. */
  find(subaccount: number, clientId: number, flags: number, clobPair: number): number {
    const mask = this.slots.length - 1;
    let i = hash(subaccount, clientId, flags, clobPair) & mask;
    for (;;) {
      const h = this.slots[i] as number;
      if (h === NONE) return NONE;
      if (
        this.clientId[h] === clientId &&
        this.subaccount[h] === subaccount &&
        this.clobPair[h] === clobPair &&
        this.flags[h] === flags
      ) {
        return h;
      }
      i = (i + 1) & mask;
    }
  }

  /** The handle of an id, created when absent. */
  intern(subaccount: number, clientId: number, flags: number, clobPair: number): number {
    const existing = this.find(subaccount, clientId, flags, clobPair);
    return existing === NONE ? this.create(subaccount, clientId, flags, clobPair) : existing;
  }

  /** A new handle for an id that has none. */
  create(subaccount: number, clientId: number, flags: number, clobPair: number): number {
    const h = this.free.pop() ?? this.used++;
    if (h >= this.capacity) this.grow();
    this.subaccount[h] = subaccount;
    this.clientId[h] = clientId;
    this.flags[h] = flags;
    this.clobPair[h] = clobPair;
    this.place(h);
    return h;
  }

  isResting(h: number): boolean {
    return ((this.state[h] as number) & RESTING) !== 0;
  }

  isBuy(h: number): boolean {
    return ((this.state[h] as number) & BUY) !== 0;
  }

  /** Keeps the handle while something outside the table refers to it. */
  pin(h: number): void {
    this.pins[h] = (this.pins[h] as number) + 1;
  }

  unpin(h: number): void {
    this.pins[h] = (this.pins[h] as number) - 1;
    this.release(h);
  }

  /** Forgets the id when nothing refers to it any more. */
  release(h: number): void {
    if (this.state[h] !== 0 || this.cancelGoodTil[h] !== 0 || this.pins[h] !== 0) return;
    this.unplace(h);
    this.free.push(h);
  }

  private place(h: number): void {
    const mask = this.slots.length - 1;
    let i = this.homeOf(h) & mask;
    while (this.slots[i] !== NONE) i = (i + 1) & mask;
    this.slots[i] = h;
  }

  private unplace(h: number): void {
    const mask = this.slots.length - 1;
    let hole = this.homeOf(h) & mask;
    while (this.slots[hole] !== h) hole = (hole + 1) & mask;
    let i = hole;
    for (;;) {
      i = (i + 1) & mask;
      const other = this.slots[i] as number;
      if (other === NONE) break;
      const home = this.homeOf(other) & mask;
      if (((i - home) & mask) >= ((i - hole) & mask)) {
        this.slots[hole] = other;
        hole = i;
      }
    }
    this.slots[hole] = NONE;
  }

  private homeOf(h: number): number {
    return hash(
      this.subaccount[h] as number,
      this.clientId[h] as number,
      this.flags[h] as number,
      this.clobPair[h] as number,
    );
  }

  private grow(): void {
    const capacity = this.capacity * 2;
    this.subaccount = larger(this.subaccount, new Int32Array(capacity));
    this.clientId = larger(this.clientId, new Uint32Array(capacity));
    this.flags = larger(this.flags, new Uint32Array(capacity));
    this.clobPair = larger(this.clobPair, new Uint32Array(capacity));
    this.state = larger(this.state, new Uint8Array(capacity));
    this.lots = larger(this.lots, new Float64Array(capacity));
    this.level = larger(this.level, new Int32Array(capacity));
    this.next = larger(this.next, new Int32Array(capacity));
    this.previous = larger(this.previous, new Int32Array(capacity));
    this.goodTil = larger(this.goodTil, new Uint32Array(capacity));
    this.expiryNext = larger(this.expiryNext, new Int32Array(capacity));
    this.expiryPrevious = larger(this.expiryPrevious, new Int32Array(capacity));
    this.cancelGoodTil = larger(this.cancelGoodTil, new Uint32Array(capacity));
    this.cancelNext = larger(this.cancelNext, new Int32Array(capacity));
    this.cancelPrevious = larger(this.cancelPrevious, new Int32Array(capacity));
    this.pins = larger(this.pins, new Uint8Array(capacity));
    const old = this.slots;
    this.capacity = capacity;
    this.slots = new Int32Array(capacity * 2).fill(NONE);
    for (const h of old) if (h !== NONE) this.place(h);
  }
}

function larger<T extends { set(source: T): void }>(from: T, to: T): T {
  to.set(from);
  return to;
}

function hash(subaccount: number, clientId: number, flags: number, clobPair: number): number {
  let h = Math.imul(subaccount, 0x9e3779b1) ^ Math.imul(clientId, 0x85ebca6b);
  h ^= Math.imul(clobPair * 512 + flags, 0xc2b2ae35);
  h ^= h >>> 15;
  h = Math.imul(h, 0x2c1b3c6d);
  return (h ^ (h >>> 13)) >>> 0;
}
