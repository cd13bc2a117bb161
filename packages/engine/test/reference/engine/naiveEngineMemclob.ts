import { Field, type LimitBook, NONE } from "../../../src/clob/book/index.js";
import { fillAmount } from "../../../src/clob/fillAmounts.js";
import type { Market } from "../../../src/clob/memclob/market.js";
import { MemClob } from "../../../src/clob/memclob/memclob.js";
import type { OrderId } from "../../../src/clob/orderId.js";
import type { ClobKernel } from "../../../src/clob/state.js";
import { NaiveOrderTable } from "./naiveOrderTable.js";
import { ExpiryScan, FillScan, NaiveCancels, NaiveHeightLists } from "./stateIndexes.js";
import { TableBook } from "./tableBook.js";

/**
 * The memclob without its shortcuts: sorted lists for books, plain maps for ids, no filter, no
 * remembered open sizes, and indexes that read the whole state each time.
 */
export class NaiveEngineMemclob extends MemClob {
  override readonly orders = new NaiveOrderTable();
  override readonly prunable: FillScan;
  override readonly expiries: ExpiryScan;
  override readonly expiring = new NaiveHeightLists(this.orders, {
    height: Field.GoodTil,
    next: Field.GoodTilNext,
    previous: Field.GoodTilPrevious,
  });
  override readonly cancels = new NaiveCancels();

  constructor(k: ClobKernel) {
    super();
    this.prunable = new FillScan(k);
    this.expiries = new ExpiryScan(k);
  }

  protected override createBook(): LimitBook {
    return new TableBook(this.orders);
  }

  /** An empty entry keeps the search for reduce-only makers of turned accounts always on. */
  override market(k: ClobKernel, clobPairId: number): Market | undefined {
    const market = super.market(k, clobPairId);
    market?.reduceOnly.set(NONE, new Set());
    return market;
  }

  override remainingOf(k: ClobKernel, _market: Market, h: number): bigint {
    const order = this.order(h);
    return order.quantums - this.fillAmountOf(k, h, NONE, order.orderId);
  }

  override fillAmountOf(k: ClobKernel, h: number, _account: number, id: OrderId): bigint {
    return this.matched.get(h)?.filled ?? fillAmount(k, id);
  }
}
