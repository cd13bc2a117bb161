import { countOpenOrder } from "../equityTiers.js";
import { deleteFillAmount } from "../fillAmounts.js";
import { goodTilTime, type Order } from "../order.js";
import { isConditional, isTwapParent, type OrderId, orderKey } from "../orderId.js";
import type { ClobKernel, StatefulPlacement } from "../state.js";

/** The placement of a stateful order that can be on a book or wait for its trigger. */
export function statefulPlacement(k: ClobKernel, id: OrderId): StatefulPlacement | undefined {
  const key = orderKey(id);
  if (isConditional(id)) return k.clob.triggered.get(key) ?? k.clob.untriggered.get(key);
  return k.clob.longTerm.get(key);
}

/** A stateful order that may match: conditionals only after their trigger (clob.md §6.3). */
export function matchableOrder(k: ClobKernel, id: OrderId): Order | undefined {
  const store = isConditional(id) ? k.clob.triggered : k.clob.longTerm;
  return store.get(orderKey(id))?.order;
}

/** Any stateful order in state, TWAP parents included. */
export function findStatefulOrder(k: ClobKernel, id: OrderId): Order | undefined {
  if (isTwapParent(id)) return k.clob.twaps.get(orderKey(id))?.order;
  return statefulPlacement(k, id)?.order;
}

/** Writes a new order into the store of its kind and counts it. */
export function insertStatefulOrder(k: ClobKernel, order: Order): void {
  const key = orderKey(order.orderId);
  if (isTwapParent(order.orderId)) {
    const twap = order.twapParameters ?? { duration: 0, interval: 1, priceTolerance: 0 };
    const remainingLegs = Math.trunc(twap.duration / twap.interval);
    k.clob.twaps.set(key, { order, remainingLegs, remainingQuantums: order.quantums });
  } else {
    const store = isConditional(order.orderId) ? k.clob.untriggered : k.clob.longTerm;
    store.set(key, { order, placementIndex: nextPlacementIndex(k, key) });
    k.memclob.expiries.note(goodTilTime(order), key);
  }
  countOpenOrder(k, order, 1);
}

/** Position of a placement or trigger among those of the block (clob.md §5.1). */
export function nextPlacementIndex(
  k: ClobKernel,
  key: string,
): StatefulPlacement["placementIndex"] {
  const transactionIndex = k.clob.block.placements.length;
  k.clob.block.placements.push(key);
  return { blockHeight: k.header.height, transactionIndex };
}

/** Removes an order with its fill amount; its expiry entry becomes void. */
export function deleteStatefulOrder(k: ClobKernel, id: OrderId): void {
  const order = findStatefulOrder(k, id);
  if (order === undefined) return;
  const key = orderKey(id);
  if (isTwapParent(id)) k.clob.twaps.delete(key);
  else if (!isConditional(id)) k.clob.longTerm.delete(key);
  else {
    k.clob.triggered.delete(key);
    k.clob.untriggered.delete(key);
  }
  k.clob.block.voidExpiries.push({ time: goodTilTime(order), key });
  deleteFillAmount(k, id);
  countOpenOrder(k, order, -1);
}

/**
 * Whether this block's operations took the order out of state: by a removal or because a match
 * completed it (clob.md §3.5, §3.6).
 */
export function isRemovedThisBlock(k: ClobKernel, key: string): boolean {
  return k.clob.block.removed.has(key) || k.clob.block.completed.has(key);
}

/** Placements in the order in which they were made (clob.md §5.1). */
export function byPlacement(a: StatefulPlacement, b: StatefulPlacement): number {
  const x = a.placementIndex;
  const y = b.placementIndex;
  return x.blockHeight - y.blockHeight || x.transactionIndex - y.transactionIndex;
}
