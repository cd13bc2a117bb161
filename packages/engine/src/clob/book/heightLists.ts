import { assert } from "../../math/index.js";
import type { OrderTable } from "./orderTable.js";
import { NONE } from "./priceTree.js";

const RING = 64;

/** The fields of a record that a list uses. */
export interface ListFields {
  readonly height: number;
  readonly next: number;
  readonly previous: number;
}

/**
 * Lists of handles by block height, for heights at most 63 apart: which short-term orders or
 * cancels end with a block.
 * A record's height field is 0 while it is in no list.
 */
export class HeightLists {
  private readonly heads = new Int32Array(RING).fill(NONE);

  constructor(
    private readonly orders: OrderTable,
    private readonly fields: ListFields,
  ) {}

  add(h: number, height: number): void {
    const { orders, fields } = this;
    const slot = height & (RING - 1);
    const head = this.heads[slot] as number;
    assert(
      head === NONE || orders.get(head, fields.height) === height,
      "heights in use lie within one window",
    );
    orders.set(h, fields.height, height);
    orders.set(h, fields.next, head);
    orders.set(h, fields.previous, NONE);
    if (head !== NONE) orders.set(head, fields.previous, h);
    this.heads[slot] = h;
  }

  remove(h: number): void {
    const { orders, fields } = this;
    const after = orders.get(h, fields.next);
    const before = orders.get(h, fields.previous);
    if (after !== NONE) orders.set(after, fields.previous, before);
    if (before !== NONE) orders.set(before, fields.next, after);
    else this.heads[orders.get(h, fields.height) & (RING - 1)] = after;
    orders.set(h, fields.height, 0);
  }

  /** The handles of a height, oldest first. */
  at(height: number): number[] {
    const { orders, fields } = this;
    const out: number[] = [];
    let h = this.heads[height & (RING - 1)] as number;
    while (h !== NONE && orders.get(h, fields.height) === height) {
      out.push(h);
      h = orders.get(h, fields.next);
    }
    return out.reverse();
  }
}
