import { assert } from "../../math/index.js";

const INITIAL_SLOTS = 1 << 12;
/** Good-til-blocks in use lie within one window of heights. */
const RING = 64;
/** One entry is four int32: account, client id, clob pair, good-til-block (0 = empty slot). */
const ENTRY = 4;

/**
 * The cancels of short-term orders that a node remembers until their good-til-block (clob.md §3.6),
 * by order id (subaccount index, client id, clob pair).
 * PERF: apart from the orders, because most remembered cancels are of orders long gone: they would
 * push the living ones out of the processor's cache. Open addressing with backward-shift deletion.
 */
export class CancelTable {
  private slots = new Int32Array(INITIAL_SLOTS * ENTRY);
  private mask = INITIAL_SLOTS - 1;
  private count = 0;
  /** Ids by the height that forgets them; one that moved to a later height is skipped there. */
  private readonly due = Array.from({ length: RING }, () => new DueIds());

  get size(): number {
    return this.count;
  }

  /** The good-til-block of the remembered cancel, 0 without one. */
  get(account: number, clientId: number, clobPair: number): number {
    const at = this.find(account, clientId | 0, clobPair | 0);
    return (this.slots[at + 3] as number) >>> 0;
  }

  /** Remembers a cancel, in place of an earlier one of the id. */
  set(account: number, clientId: number, clobPair: number, goodTil: number): void {
    const at = this.find(account, clientId | 0, clobPair | 0);
    const isNew = this.slots[at + 3] === 0;
    this.slots[at] = account;
    this.slots[at + 1] = clientId;
    this.slots[at + 2] = clobPair;
    this.slots[at + 3] = goodTil;
    this.dueAt(goodTil).add(goodTil, account, clientId, clobPair);
    if (isNew && ++this.count * 2 > this.mask) this.grow();
  }

  /** Forgets the cancels of a good-til-block. */
  forget(goodTil: number): void {
    const due = this.dueAt(goodTil);
    if (due.height !== goodTil) return;
    due.forEach((account, clientId, clobPair) => {
      const at = this.find(account, clientId, clobPair);
      if ((this.slots[at + 3] as number) >>> 0 === goodTil) this.remove(at);
    });
    due.clear();
  }

  private dueAt(height: number): DueIds {
    return this.due[height & (RING - 1)] as DueIds;
  }

  /** Where the id's entry is, or the empty slot where it would be. */
  private find(account: number, clientId: number, clobPair: number): number {
    const { slots, mask } = this;
    let i = hash(account, clientId, clobPair) & mask;
    for (;;) {
      const at = i * ENTRY;
      if (slots[at + 3] === 0) return at;
      if (slots[at + 1] === clientId && slots[at] === account && slots[at + 2] === clobPair) {
        return at;
      }
      i = (i + 1) & mask;
    }
  }

  private remove(at: number): void {
    const { slots, mask } = this;
    let hole = at / ENTRY;
    for (let i = (hole + 1) & mask; slots[i * ENTRY + 3] !== 0; i = (i + 1) & mask) {
      const from = i * ENTRY;
      const home =
        hash(slots[from] as number, slots[from + 1] as number, slots[from + 2] as number) & mask;
      if (((i - home) & mask) < ((i - hole) & mask)) continue;
      slots.copyWithin(hole * ENTRY, from, from + ENTRY);
      hole = i;
    }
    slots[hole * ENTRY + 3] = 0;
    this.count--;
  }

  private grow(): void {
    const old = this.slots;
    this.slots = new Int32Array(old.length * 2);
    this.mask = this.slots.length / ENTRY - 1;
    for (let from = 0; from < old.length; from += ENTRY) {
      if (old[from + 3] === 0) continue;
      const [account, clientId, clobPair] = [old[from], old[from + 1], old[from + 2]] as number[];
      const at = this.find(account as number, clientId as number, clobPair as number);
      this.slots.set(old.subarray(from, from + ENTRY), at);
    }
  }
}

/** A growing list of ids that are due at one height. */
class DueIds {
  height = 0;
  private ids = new Int32Array(48);
  private used = 0;

  add(height: number, account: number, clientId: number, clobPair: number): void {
    assert(this.used === 0 || this.height === height, "heights in use lie within one window");
    this.height = height;
    if (this.used === this.ids.length) {
      const larger = new Int32Array(this.ids.length * 2);
      larger.set(this.ids);
      this.ids = larger;
    }
    this.ids[this.used] = account;
    this.ids[this.used + 1] = clientId;
    this.ids[this.used + 2] = clobPair;
    this.used += 3;
  }

  forEach(visit: (account: number, clientId: number, clobPair: number) => void): void {
    for (let i = 0; i < this.used; i += 3) {
      visit(this.ids[i] as number, this.ids[i + 1] as number, this.ids[i + 2] as number);
    }
  }

  clear(): void {
    this.used = 0;
  }
}

function hash(account: number, clientId: number, clobPair: number): number {
  let h = Math.imul(account, 0x9e3779b1) ^ Math.imul(clientId, 0x85ebca6b);
  h ^= Math.imul(clobPair + 1, 0xc2b2ae35);
  h ^= h >>> 15;
  h = Math.imul(h, 0x2c1b3c6d);
  return (h ^ (h >>> 13)) >>> 0;
}
