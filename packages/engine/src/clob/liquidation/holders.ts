import type { SubaccountId } from "../../subaccounts/index.js";

interface Holder {
  readonly key: string;
  readonly id: SubaccountId;
}

/** Who holds one side of a perpetual. */
export class Holders<T extends Holder> {
  private readonly members = new Set<T>();
  private current: HolderList | undefined;

  get size(): number {
    return this.members.size;
  }

  add(holder: T): void {
    if (this.members.has(holder)) return;
    this.members.add(holder);
    this.current = undefined;
  }

  delete(holder: T): void {
    if (this.members.delete(holder)) this.current = undefined;
  }

  forEach(visit: (holder: T) => void): void {
    for (const holder of this.members) visit(holder);
  }

  /** The holders as they are now. PERF: made once per change of the membership. */
  list(): HolderList {
    this.current ??= new HolderList([...this.members]);
    return this.current;
  }
}

/** A frozen list of holders. PERF: sorted when somebody reads it, which only deleveraging does. */
export class HolderList {
  private sorted: readonly SubaccountId[] | undefined;

  constructor(private readonly members: Holder[]) {}

  /** Ids, ascending by store key. */
  get ids(): readonly SubaccountId[] {
    this.sorted ??= this.members.sort((a, b) => (a.key < b.key ? -1 : 1)).map((m) => m.id);
    return this.sorted;
  }
}
