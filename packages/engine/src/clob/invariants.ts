import { assert } from "../math/index.js";
import { subaccountKey } from "../subaccounts/index.js";
import { NONE } from "./book/index.js";
import { isTwapSuborder, orderKey } from "./orderId.js";
import type { ClobKernel } from "./state.js";

/**
 * Books: never crossed, totals and links right, every resting order found by its id and, when
 * stateful, in state. State: keys equal ids,
 * open counts equal the orders, fills never exceed sizes.
 */
export function checkInvariants(k: ClobKernel): void {
  checkBooks(k);
  checkStatefulOrders(k);
}

function checkBooks(k: ClobKernel): void {
  const mc = k.memclob;
  for (const market of mc.allMarkets()) {
    market.book.check();
    const bid = market.book.best(true);
    const ask = market.book.best(false);
    const crossed =
      bid !== NONE && ask !== NONE && mc.order(bid).subticks >= mc.order(ask).subticks;
    assert(!crossed, `the book of pair ${market.pair.id} is crossed`);
    for (const isBuy of [true, false]) {
      for (let h = market.book.best(isBuy); h !== NONE; h = market.book.after(h)) {
        const order = mc.order(h);
        assert(mc.find(order.orderId) === h, "the id of a resting order leads to it");
        assert((order.side === 1) === isBuy, "an order rests on its side");
        assert(mc.orders.lots(h) > 0, "a resting order has a size");
      }
    }
  }
}

function checkStatefulOrders(k: ClobKernel): void {
  const counts = new Map<string, number>();
  for (const store of [k.clob.longTerm, k.clob.triggered, k.clob.untriggered, k.clob.twaps]) {
    for (const [key, { order }] of store.unordered()) {
      assert(key === orderKey(order.orderId), "a stateful order is stored under its id");
      const filled = k.clob.fills.get(key)?.amount ?? 0n;
      assert(filled <= order.quantums, "an order is not filled beyond its size");
      if (isTwapSuborder(order.orderId)) continue;
      const account = subaccountKey(order.orderId.subaccountId);
      counts.set(account, (counts.get(account) ?? 0) + 1);
    }
  }
  assert(counts.size === k.clob.openCounts.size, "every account with open orders is counted");
  for (const [account, count] of counts) {
    assert(k.clob.openCounts.get(account) === count, `open orders of ${account}`);
  }
}
