import { NONE, OrderTable } from "../../../src/clob/book/index.js";

/** Interned ids found through a plain map instead of the hash table. */
export class NaiveOrderTable extends OrderTable {
  private readonly byId = new Map<string, number>();
  private readonly idOf = new Map<number, string>();

  override find(subaccount: number, clientId: number, flags: number, clobPair: number): number {
    return this.byId.get([subaccount, clientId, flags, clobPair].join()) ?? NONE;
  }

  override create(subaccount: number, clientId: number, flags: number, clobPair: number): number {
    const h = super.create(subaccount, clientId, flags, clobPair);
    const id = [subaccount, clientId, flags, clobPair].join();
    this.byId.set(id, h);
    this.idOf.set(h, id);
    return h;
  }

  /** Whatever the table decides, its `size` says whether the id is forgotten. */
  override release(h: number): void {
    const before = this.size;
    super.release(h);
    if (this.size === before) return;
    this.byId.delete(this.idOf.get(h) ?? "");
    this.idOf.delete(h);
  }
}
