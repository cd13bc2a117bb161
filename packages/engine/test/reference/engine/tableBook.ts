import type { LimitBook, OrderTable } from "../../../src/clob/book/index.js";
import { BUY, RESTING } from "../../../src/clob/book/index.js";
import { NaiveBook } from "../naiveBook.js";

/** The naive book where an engine expects one: it also keeps the table's record of what rests. */
export class TableBook extends NaiveBook implements LimitBook {
  constructor(private readonly orders: OrderTable) {
    super();
  }

  override rest(order: number, isBuy: boolean, subticks: bigint, lots: number): void {
    super.rest(order, isBuy, subticks, lots);
    this.orders.setResting(order, isBuy ? RESTING | BUY : RESTING);
    this.orders.setLots(order, lots);
  }

  override remove(order: number): void {
    super.remove(order);
    this.orders.setResting(order, 0);
  }

  override setLots(order: number, lots: number): void {
    super.setLots(order, lots);
    this.orders.setLots(order, lots);
  }
}
