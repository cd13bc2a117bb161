import type { SubaccountId } from "../../subaccounts/index.js";

/** The indexes of one owner: number 0, the usual one, apart from the rest. */
interface OwnerIndexes {
  readonly owner: number;
  zero: number;
  readonly others: Map<number, number>;
}

const UNKNOWN = -1;

/** Dense indexes for subaccounts, given out as they appear: node-local, never part of state. */
export class AccountInterner {
  private readonly byOwner = new Map<string, OwnerIndexes>();
  private count = 0;
  private lastOwner = "";
  private last: OwnerIndexes | undefined;

  /** The index of an owner, apart from those of subaccounts. */
  ownerIndexOf(owner: string): number {
    return this.indexesOf(owner).owner;
  }

  /**
   * The index of a subaccount, new when it was never seen. PERF: one map look-up, nothing allocated
   * for a known one.
   */
  indexOf(id: SubaccountId): number {
    const indexes = this.indexesOf(id.owner);
    if (id.number === 0) {
      if (indexes.zero === UNKNOWN) indexes.zero = this.count++;
      return indexes.zero;
    }
    let index = indexes.others.get(id.number);
    if (index === undefined) {
      index = this.count++;
      indexes.others.set(id.number, index);
    }
    return index;
  }

  /** PERF: the steps of one command ask for the same owner, with the same string. */
  private indexesOf(owner: string): OwnerIndexes {
    if (this.last !== undefined && owner === this.lastOwner) return this.last;
    let indexes = this.byOwner.get(owner);
    if (indexes === undefined) {
      indexes = { owner: this.byOwner.size, zero: UNKNOWN, others: new Map() };
      this.byOwner.set(owner, indexes);
    }
    this.lastOwner = owner;
    this.last = indexes;
    return indexes;
  }
}
