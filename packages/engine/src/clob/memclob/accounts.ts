import type { SubaccountId } from "../../subaccounts/index.js";

/** The indexes of one owner: number 0, the usual one, apart from the rest. */
interface OwnerIndexes {
  zero: number;
  readonly others: Map<number, number>;
}

const UNKNOWN = -1;

/** Dense indexes for subaccounts, given out as they appear: node-local, never part of state. */
export class AccountInterner {
  private readonly byOwner = new Map<string, OwnerIndexes>();
  private count = 0;

  /**
   * The index of a subaccount, new when it was never seen. PERF: one map look-up, nothing allocated
   * for a known one.
   */
  indexOf(id: SubaccountId): number {
    let indexes = this.byOwner.get(id.owner);
    if (indexes === undefined) {
      indexes = { zero: UNKNOWN, others: new Map() };
      this.byOwner.set(id.owner, indexes);
    }
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
}
