/** One price of one side, for queries and checks. */
export interface BookLevel {
  readonly subticks: bigint;
  readonly lots: number;
  readonly orders: number;
}

/**
 * The resting orders of one market in priority order: best price, then arrival. Orders are handles
 * of an `OrderTable`.
 * Two implementations agree on every command: `FastBook` here and the naive one in
 * `test/reference`.
 */
export interface LimitBook {
  /** Puts an order at the tail of its price. */
  rest(order: number, isBuy: boolean, subticks: bigint, lots: number): void;
  /** Takes a resting order out. */
  remove(order: number): void;
  /** Changes the open size of a resting order; it keeps its place. */
  setLots(order: number, lots: number): void;
  /** The first order of a side, or NONE. */
  best(isBuy: boolean): number;
  /** The order after `order` on its side, or NONE. */
  after(order: number): number;
  /** Number of resting orders. */
  readonly size: number;
  /** Levels from the best price on. */
  levels(isBuy: boolean): BookLevel[];
  /** Throws when the book contradicts itself; for invariants. */
  check(): void;
}
