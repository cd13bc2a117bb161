import { indexerEvents, type indexerShared } from "@perpetua/protocol";
import { BlockEventPhase } from "../../state/index.js";
import { type Order, toIndexerOrder } from "../order.js";
import { isConditional, isTwapParent, type OrderId, toIndexerOrderId } from "../orderId.js";
import type { ClobKernel } from "../state.js";

const { StatefulOrderEventV1 } = indexerEvents;
type Event = indexerEvents.StatefulOrderEventV1;
type Reason = indexerShared.OrderRemovalReason;

function add(k: ClobKernel, event: Event): void {
  k.indexer.addTransactionEvent("stateful_order", 1, StatefulOrderEventV1, event);
}

/** A stateful order was placed: conditional, TWAP, or long-term (also suborders). */
export function emitPlacement(k: ClobKernel, order: Order): void {
  if (isConditional(order.orderId)) {
    add(k, { conditionalOrderPlacement: { order: toIndexerOrder(order) } });
  } else if (isTwapParent(order.orderId)) {
    add(k, { twapOrderPlacement: { order: toIndexerOrder(order) } });
  } else {
    add(k, { longTermOrderPlacement: { order: toIndexerOrder(order) } });
  }
}

/** A stateful order was removed by a transaction, an operation or a hook. */
export function emitRemoval(k: ClobKernel, id: OrderId, reason: Reason): void {
  add(k, { orderRemoval: { removedOrderId: toIndexerOrderId(id), reason } });
}

/** A stateful order expired: a block event (clob.md §10.2). */
export function emitExpiry(k: ClobKernel, id: OrderId, reason: Reason): void {
  const event: Event = { orderRemoval: { removedOrderId: toIndexerOrderId(id), reason } };
  k.indexer.addBlockEvent(
    "stateful_order",
    1,
    StatefulOrderEventV1,
    event,
    BlockEventPhase.EndBlock,
  );
}

export function emitTriggered(k: ClobKernel, id: OrderId): void {
  add(k, { conditionalOrderTriggered: { triggeredOrderId: toIndexerOrderId(id) } });
}
