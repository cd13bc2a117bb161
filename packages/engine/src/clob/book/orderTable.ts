import { NONE } from "./priceTree.js";

const INITIAL_CAPACITY = 1024;

/** Bits of the STATE field. */
export const RESTING = 1;
export const BUY = 2;
const PINNED = 4;

/** One record is 16 int32 = 64 bytes: one cache line holds everything about an order id. */
const RECORD = 16;
/** Fields of a record, as offsets into `OrderTable.ints`. */
export const Field = {
  Subaccount: 0,
  ClientId: 1,
  ClobPair: 2,
  Flags: 3,
  State: 4,
  Level: 5,
  Next: 6,
  Previous: 7,
  /** Good-til-block of a resting short-term order, else 0. */
  GoodTil: 8,
  GoodTilNext: 9,
  GoodTilPrevious: 10,
} as const;
/** The lots are a float64 in the record's last eight bytes. */
const LOTS = 7;

/**
 * Interned order ids. A handle stands for one order id (subaccount, client id, flags, clob pair)
 * for as long as anything refers to it:
 * a resting order or a pin. Everything the book keeps per order is in one
 * record of a typed array.
 * PERF: open addressing with backward-shift deletion; no strings, no objects, nothing allocated per
 * order, one cache line per look-up.
 */
export class OrderTable {
  private capacity = INITIAL_CAPACITY;
  private slots = new Int32Array(INITIAL_CAPACITY * 2).fill(NONE);
  private used = 0;
  private readonly free: number[] = [];
  /**
   * Records of all handles: field `f` of handle `h` is `ints[(h << 4) + f]`. Replaced when the
   * table grows.
   */
  ints = new Int32Array(INITIAL_CAPACITY * RECORD);
  private floats = new Float64Array(this.ints.buffer);

  get size(): number {
    return this.used - this.free.length;
  }

  get(h: number, field: number): number {
    return this.ints[(h << 4) + field] as number;
  }

  set(h: number, field: number, value: number): void {
    this.ints[(h << 4) + field] = value;
  }

  /** Open size in lots (quantums ÷ step); at most 2^53 − 1, see `Market.lotsOf`. */
  lots(h: number): number {
    return this.floats[(h << 3) + LOTS] as number;
  }

  setLots(h: number, lots: number): void {
    this.floats[(h << 3) + LOTS] = lots;
  }

  /** The handle of an id, or NONE. */
  find(subaccount: number, clientId: number, flags: number, clobPair: number): number {
    const mask = this.slots.length - 1;
    let i = hash(subaccount, clientId, flags, clobPair) & mask;
    for (;;) {
      const h = this.slots[i] as number;
      if (h === NONE) return NONE;
      const at = h << 4;
      if (
        this.ints[at + Field.ClientId] === (clientId | 0) &&
        this.ints[at + Field.Subaccount] === subaccount &&
        this.ints[at + Field.ClobPair] === (clobPair | 0) &&
        this.ints[at + Field.Flags] === (flags | 0)
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
    const { ints } = this;
    const at = h << 4;
    ints[at + Field.Subaccount] = subaccount;
    ints[at + Field.ClientId] = clientId;
    ints[at + Field.ClobPair] = clobPair;
    ints[at + Field.Flags] = flags;
    ints[at + Field.State] = 0;
    ints[at + Field.GoodTil] = 0;
    this.place(h);
    return h;
  }

  isResting(h: number): boolean {
    return (this.get(h, Field.State) & RESTING) !== 0;
  }

  isBuy(h: number): boolean {
    return (this.get(h, Field.State) & BUY) !== 0;
  }

  /**
   * Keeps the handle while something outside the table refers to it; pinning twice is pinning once.
   */
  pin(h: number): void {
    this.set(h, Field.State, this.get(h, Field.State) | PINNED);
  }

  unpin(h: number): void {
    this.set(h, Field.State, this.get(h, Field.State) & ~PINNED);
    this.release(h);
  }

  /** Notes that an order rests, or that it does not any more. */
  setResting(h: number, state: number): void {
    this.set(h, Field.State, (this.get(h, Field.State) & PINNED) | state);
  }

  /** Forgets the id when nothing refers to it any more. */
  release(h: number): void {
    if (this.get(h, Field.State) !== 0) return;
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
      this.get(h, Field.Subaccount),
      this.get(h, Field.ClientId),
      this.get(h, Field.Flags),
      this.get(h, Field.ClobPair),
    );
  }

  private grow(): void {
    const larger = new Int32Array(this.capacity * 2 * RECORD);
    larger.set(this.ints);
    this.ints = larger;
    this.floats = new Float64Array(larger.buffer);
    this.capacity *= 2;
    const old = this.slots;
    this.slots = new Int32Array(this.capacity * 2).fill(NONE);
    for (const h of old) if (h !== NONE) this.place(h);
  }
}

function hash(subaccount: number, clientId: number, flags: number, clobPair: number): number {
  let h = Math.imul(subaccount, 0x9e3779b1) ^ Math.imul(clientId, 0x85ebca6b);
  h ^= Math.imul(Math.imul(clobPair, 512) + flags, 0xc2b2ae35);
  h ^= h >>> 15;
  h = Math.imul(h, 0x2c1b3c6d);
  return (h ^ (h >>> 13)) >>> 0;
}
