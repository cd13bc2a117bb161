import { OrderBook, Side } from "nodejs-order-book";
import type { MixedCommand } from "./mixedStream.js";

type LimitOrder = Parameters<OrderBook["limit"]>[0];

export interface PeerCommand {
  readonly book: OrderBook;
  readonly kind: MixedCommand["kind"];
  readonly id: string;
  readonly order: LimitOrder;
}

/** `nodejs-order-book`, one book per market: it matches and nothing else. */
export class MixedPeer {
  private readonly books: OrderBook[];
  private readonly waiting: PeerCommand[] = [];

  constructor(markets: number) {
    this.books = Array.from({ length: markets }, () => new OrderBook());
  }

  prepare(c: MixedCommand): PeerCommand {
    const id = String(c.id);
    const side = c.isBuy ? Side.BUY : Side.SELL;
    const timeInForce = (c.kind === "reduce" ? "IOC" : "GTC") as LimitOrder["timeInForce"];
    const order = { id, side, size: c.lots, price: c.tick, timeInForce } as LimitOrder;
    return { book: this.books[c.market] as OrderBook, kind: c.kind, id, order };
  }

  /** Conditional orders cost the peer nothing until the next block, where it places them all. */
  run(c: PeerCommand): void {
    if (c.kind === "cancel") c.book.cancel(c.id);
    else if (c.kind === "conditional") this.waiting.push(c);
    else c.book.limit(c.order);
  }

  block(): void {
    for (const { book, order } of this.waiting.splice(0)) book.limit(order);
  }
}
