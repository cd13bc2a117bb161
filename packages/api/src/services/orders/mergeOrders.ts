import type { Order } from "../../schemas/orders.js";
import type { LiveOrder } from "./liveOrders.js";

/** A live order without a row: the row comes with its first fill (api.md §1.6). */
function liveOnly(live: LiveOrder): Order {
  return { ...live, totalFilled: "0", type: "LIMIT", status: "BEST_EFFORT_OPENED" };
}

/** The row with what the node says now; status and totalFilled stay stored. */
function overridden(stored: Order, live: LiveOrder): Order {
  const { goodTilBlock, goodTilBlockTime, ...rest } = stored;
  const order: Order = {
    ...rest,
    size: live.size,
    price: live.price,
    timeInForce: live.timeInForce,
    postOnly: live.postOnly,
    reduceOnly: live.reduceOnly,
  };
  const block = live.goodTilBlock ?? goodTilBlock;
  const time = live.goodTilBlockTime ?? goodTilBlockTime;
  if (block !== undefined) order.goodTilBlock = block;
  if (time !== undefined) order.goodTilBlockTime = time;
  return order;
}

/** One order from its row, its live form, or both (step 4). */
export function mergeOrder(
  stored: Order | undefined,
  live: LiveOrder | undefined,
): Order | undefined {
  if (live === undefined) return stored;
  return stored === undefined ? liveOnly(live) : overridden(stored, live);
}

/** Merges by id. */
export function mergeOrders(stored: readonly Order[], live: readonly LiveOrder[]): Order[] {
  const merged = new Map<string, Order>(stored.map((order) => [order.id, order]));
  for (const order of live) {
    const both = mergeOrder(merged.get(order.id), order);
    if (both !== undefined) merged.set(order.id, both);
  }
  return [...merged.values()];
}

/** Short-term by goodTilBlock, then stateful by time; ascending. */
export function compareByExpiry(a: Order, b: Order): number {
  if (a.goodTilBlockTime !== undefined && b.goodTilBlockTime !== undefined) {
    return Date.parse(a.goodTilBlockTime) - Date.parse(b.goodTilBlockTime);
  }
  if (a.goodTilBlockTime !== undefined) return 1;
  if (b.goodTilBlockTime !== undefined) return -1;
  return Number(a.goodTilBlock ?? 0) - Number(b.goodTilBlock ?? 0);
}
