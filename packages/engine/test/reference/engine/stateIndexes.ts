import {
  CancelTable,
  HeightLists,
  type ListFields,
  type OrderTable,
} from "../../../src/clob/book/index.js";
import { DueIndex } from "../../../src/clob/dueIndex.js";
import { goodTilTime } from "../../../src/clob/order.js";
import type { ClobKernel } from "../../../src/clob/state.js";

/** Due fill amounts by looking at all of them. */
export class FillScan extends DueIndex {
  constructor(private readonly k: ClobKernel) {
    super();
  }

  override keysAt(when: number): Iterable<string> {
    return [...this.k.clob.fills.entries()].flatMap(([key, f]) =>
      f.prunableHeight === when ? [key] : [],
    );
  }
}

/** Due stateful orders by looking at all of them. */
export class ExpiryScan extends DueIndex {
  constructor(private readonly k: ClobKernel) {
    super();
  }

  override *keysUntil(until: number): Generator<string> {
    const { longTerm, triggered, untriggered } = this.k.clob;
    for (const store of [untriggered, triggered, longTerm]) {
      for (const [key, { order }] of store.entries()) if (goodTilTime(order) <= until) yield key;
    }
  }
}

/** Handles by height in plain lists; the table's field says that a handle is in one. */
export class NaiveHeightLists extends HeightLists {
  private readonly lists = new Map<number, number[]>();

  constructor(
    private readonly table: OrderTable,
    private readonly names: ListFields,
  ) {
    super(table, names);
  }

  override add(h: number, height: number): void {
    this.lists.set(height, [...(this.lists.get(height) ?? []), h]);
    this.table.set(h, this.names.height, height);
  }

  override remove(h: number): void {
    const height = this.table.get(h, this.names.height);
    const left = (this.lists.get(height) ?? []).filter((other) => other !== h);
    this.lists.set(height, left);
    this.table.set(h, this.names.height, 0);
  }

  override at(height: number): number[] {
    return [...(this.lists.get(height) ?? [])];
  }
}

/** Remembered cancels in one map with text keys; forgetting looks at all of them. */
export class NaiveCancels extends CancelTable {
  private readonly heights = new Map<string, number>();

  override get(account: number, clientId: number, clobPair: number): number {
    return this.heights.get(`${account}/${clientId}/${clobPair}`) ?? 0;
  }

  override set(account: number, clientId: number, clobPair: number, goodTil: number): void {
    this.heights.set(`${account}/${clientId}/${clobPair}`, goodTil);
  }

  override forget(goodTil: number): void {
    for (const [key, height] of this.heights) if (height === goodTil) this.heights.delete(key);
  }
}
