import { indexerShared } from "@perpetua/protocol";
import { goodTilTime } from "../order.js";
import { compareBytes, orderIdBytes } from "../orderId.js";
import type { ClobKernel, StatefulPlacement } from "../state.js";
import { emitExpiry } from "./events.js";
import { deleteStatefulOrder } from "./store.js";

const EXPIRED = indexerShared.OrderRemovalReason.ORDER_REMOVAL_REASON_EXPIRED;

/**
 * EndBlock: deletes stateful orders, untriggered conditionals included, whose good-til time is not
 * after the block's whole second,
 * by (time, id bytes) (clob.md §5.1, EndBlock 2).
 */
export function expireStatefulOrders(k: ClobKernel): void {
  const now = k.header.seconds;
  const due: {
    readonly key: string;
    readonly placement: StatefulPlacement;
    readonly bytes: Uint8Array;
  }[] = [];
  for (const key of new Set(k.memclob.expiries.keysUntil(now))) {
    const placement =
      k.clob.longTerm.get(key) ?? k.clob.triggered.get(key) ?? k.clob.untriggered.get(key);
    if (placement === undefined || goodTilTime(placement.order) > now) continue;
    due.push({ key, placement, bytes: orderIdBytes(placement.order.orderId) });
  }
  due.sort(
    (a, b) =>
      goodTilTime(a.placement.order) - goodTilTime(b.placement.order) ||
      compareBytes(a.bytes, b.bytes),
  );
  for (const { key, placement } of due) {
    const id = placement.order.orderId;
    deleteStatefulOrder(k, id);
    k.clob.block.expired.set(key, id);
    emitExpiry(k, id, EXPIRED);
  }
}
