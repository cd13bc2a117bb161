import { assert, MAX_UINT32 } from "../math/index.js";
import { isDelivering } from "../state/index.js";
import { subaccountKey } from "../subaccounts/index.js";
import { NONE } from "./book/index.js";
import type { DueIndex } from "./dueIndex.js";
import { goodTilTime, type Order } from "./order.js";
import { isShortTerm, isTwapSuborder, OrderFlags, orderIdOfKey, orderKey } from "./orderId.js";
import type { ClobKernel } from "./state.js";
import { matchableOrder } from "./stateful/store.js";

/**
 * Books: never crossed, totals and links right, every resting order found by its id and, when
 * stateful, in state. State: keys equal ids, open counts equal the orders, fills never exceed
 * sizes, everything that ends or is due is indexed.
 */
export function checkInvariants(k: ClobKernel): void {
  checkBooks(k);
  checkStatefulOrders(k);
  checkIndexes(k);
  checkTwaps(k);
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
        checkResting(k, order);
      }
    }
  }
}

/**
 * Books follow a block only after its commit; from then on they hold stateful orders as they are in
 * state. Reduce-only rests as a leg of a TWAP alone (clob.md §4.6).
 */
function checkResting(k: ClobKernel, order: Order): void {
  const id = order.orderId;
  if (isShortTerm(id)) assert(!order.reduceOnly, "no short-term order rests reduce-only");
  if (isShortTerm(id) || isDelivering(k)) return;
  const stored = matchableOrder(k, id);
  assert(stored !== undefined, `order ${orderKey(id)} rests but is not in state`);
  const isSame = stored.quantums === order.quantums && stored.subticks === order.subticks;
  assert(isSame, `order ${orderKey(id)} rests in another form than in state`);
  assert(!order.reduceOnly || isTwapSuborder(id), "only TWAP legs rest reduce-only");
}

/** What a store holds until `when` is found under that instant. */
function checkDue(index: DueIndex, dues: Iterable<readonly [when: number, key: string]>): void {
  const byWhen = new Map<number, string[]>();
  for (const [when, key] of dues) byWhen.set(when, [...(byWhen.get(when) ?? []), key]);
  for (const [when, keys] of byWhen) {
    const known = new Set(index.keysAt(when));
    for (const key of keys) assert(known.has(key), `${key} ends at ${when} but is not indexed`);
  }
}

function checkIndexes(k: ClobKernel): void {
  const { longTerm, triggered, untriggered, fills } = k.clob;
  for (const store of [longTerm, triggered, untriggered]) {
    const orders = [...store.unordered()];
    checkDue(
      k.memclob.expiries,
      orders.map(([key, { order }]) => [goodTilTime(order), key]),
    );
  }
  const ending = [...fills.unordered()].filter(([, f]) => f.prunableHeight !== MAX_UINT32);
  checkDue(
    k.memclob.prunable,
    ending.map(([key, f]) => [f.prunableHeight, key]),
  );
  for (const [key] of fills.unordered()) {
    const id = orderIdOfKey(key);
    const account = k.memclob.accounts.indexOf(id.subaccountId);
    assert(k.memclob.fillFilter.mayHave(account, id), `the filter hides the fill of ${key}`);
  }
  for (const [key] of triggered.unordered())
    assert(!untriggered.has(key), `conditional order ${key} is triggered and is not`);
}

/** Every TWAP has a next leg coming and never less than nothing left. */
function checkTwaps(k: ClobKernel): void {
  const coming = new Set<string>();
  for (const [, { suborderId }] of k.clob.twapTriggers.unordered())
    coming.add(orderKey({ ...suborderId, orderFlags: OrderFlags.Twap }));
  for (const [key, { remainingQuantums, remainingLegs }] of k.clob.twaps.unordered()) {
    assert(coming.has(key), `no leg of TWAP ${key} is coming`);
    assert(remainingQuantums >= 0n, `TWAP ${key} has ${remainingQuantums} left`);
    assert(remainingLegs >= 0, `TWAP ${key} has ${remainingLegs} legs left`);
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
