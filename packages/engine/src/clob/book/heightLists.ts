import { assert } from "../../math/index.js";
import { NONE } from "./priceTree.js";

const RING = 64;

/**
 * Lists of handles by block height, for heights at most 63 apart: which short-term orders or cancels end with a block.
 * The links live in the order table and are handed in by `links`, because the table's arrays are replaced as it grows.
 */
export class HeightLists {
  private readonly heads = new Int32Array(RING).fill(NONE);

  constructor(
    private readonly links: () => {
      height: Uint32Array;
      next: Int32Array;
      previous: Int32Array;
    },
  ) {}

  add(h: number, height: number): void {
    const { height: heights, next, previous } = this.links();
    const slot = height & (RING - 1);
    const head = this.heads[slot] as number;
    assert(head === NONE || heights[head] === height, "heights in use lie within one window");
    heights[h] = height;
    next[h] = head;
    previous[h] = NONE;
    if (head !== NONE) previous[head] = h;
    this.heads[slot] = h;
  }

  remove(h: number): void {
    const { height: heights, next, previous } = this.links();
    const after = next[h] as number;
    const before = previous[h] as number;
    if (after !== NONE) previous[after] = before;
    if (before !== NONE) next[before] = after;
    else this.heads[(heights[h] as number) & (RING - 1)] = after;
    heights[h] = 0;
  }

  /** The handles of a height, oldest first. */
  at(height: number): number[] {
    const { height: heights, next } = this.links();
    const out: number[] = [];
    for (
      let h = this.heads[height & (RING - 1)] as number;
      h !== NONE && heights[h] === height;
      h = next[h] as number
    ) {
      out.push(h);
    }
    return out.reverse();
  }
}
