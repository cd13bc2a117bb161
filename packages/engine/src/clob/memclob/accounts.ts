import type { SubaccountId } from "../../subaccounts/index.js";

/** Dense indexes for subaccounts, given out as they appear: node-local, never part of state. */
export class AccountInterner {
  private readonly byOwner = new Map<string, Map<number, number>>();
  private readonly ids: SubaccountId[] = [];

  /** The index of a subaccount, new when it was never seen. PERF: two map look-ups, nothing allocated for a known one. */
  indexOf(id: SubaccountId): number {
    let numbers = this.byOwner.get(id.owner);
    if (numbers === undefined) {
      numbers = new Map();
      this.byOwner.set(id.owner, numbers);
    }
    let index = numbers.get(id.number);
    if (index === undefined) {
      index = this.ids.length;
      this.ids.push(id);
      numbers.set(id.number, index);
    }
    return index;
  }

  idOf(index: number): SubaccountId {
    return this.ids[index] as SubaccountId;
  }
}
