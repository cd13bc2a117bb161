import type { Rejection } from "../../state/index.js";
import { type Order, POST_ONLY } from "../order.js";
import { isStateful, type OrderId, orderKey } from "../orderId.js";
import type { ClobKernel } from "../state.js";
import { matchableOrder } from "../stateful/store.js";
import { validateOrderAgainstState } from "../validation/orderAgainstState.js";
import type { CommittedRecord } from "./committedRecord.js";
import { BEST_EFFORT_CANCELED, CANCELED, Reason, type RemovalReason } from "./offchain.js";
import type { Operation } from "./operationsQueue.js";
import { placeOnBook } from "./place.js";

/**
 * Step 4 of clob.md §5.2: two passes, post-only orders first; in each new orders, triggered ones,
 * then the old queue.
 */
export function replayOrders(
  k: ClobKernel,
  record: CommittedRecord,
  queue: readonly Operation[],
): void {
  const placed = new Set<string>();
  for (const postOnly of [true, false]) {
    const place = (order: Order | undefined, tx?: Uint8Array) => {
      if (order === undefined || (order.timeInForce === POST_ONLY) !== postOnly) return;
      replay(k, placed, order, tx);
    };
    for (const id of record.longTermPlaced) place(matchableOrder(k, id));
    for (const id of record.triggered) place(matchableOrder(k, id));
    for (const op of queue) {
      if (op.kind === "shortTerm") place(op.order, op.tx);
      else if (op.kind === "stateful") place(matchableOrder(k, op.order.orderId));
      else if (op.kind === "removal") place(matchableOrder(k, op.orderId));
    }
  }
}

/**
 * Places an order again; a stateful one once, so that a removed order gets its second chance only
 * if nothing else placed it.
 */
function replay(
  k: ClobKernel,
  placed: Set<string>,
  order: Order,
  tx: Uint8Array | undefined,
): void {
  if (isStateful(order.orderId)) {
    const key = orderKey(order.orderId);
    if (placed.has(key)) return;
    placed.add(key);
  }
  const market = k.memclob.market(k, order.orderId.clobPairId);
  if (market === undefined) return;
  const refused = validateOrderAgainstState(k, order, false) ?? placeOnBook(k, market, order, tx);
  if (refused !== undefined) reportReplayError(k, order.orderId, refused);
}

/** Refusals that tell the indexer nothing new (clob.md §5.2). */
const SILENT = new Set([7, 10, 20, 24, 30, 2004, 3003, 3005]);

const REASONS: ReadonlyMap<number, RemovalReason> = new Map([
  [2001, Reason.ORDER_REMOVAL_REASON_REDUCE_ONLY_RESIZE],
  [2003, Reason.ORDER_REMOVAL_REASON_POST_ONLY_WOULD_CROSS_MAKER_ORDER],
  [2005, Reason.ORDER_REMOVAL_REASON_VIOLATES_ISOLATED_SUBACCOUNT_CONSTRAINTS],
  [3007, Reason.ORDER_REMOVAL_REASON_UNDERCOLLATERALIZED],
  [10001, Reason.ORDER_REMOVAL_REASON_EQUITY_TIER],
]);

function reportReplayError(k: ClobKernel, id: OrderId, refused: Rejection): void {
  if (refused.codespace === "clob" && SILENT.has(refused.code)) return;
  const reason = refused.codespace === "clob" ? REASONS.get(refused.code) : undefined;
  if (reason !== undefined) k.memclob.offchain.remove(id, reason, BEST_EFFORT_CANCELED, undefined);
  else {
    const internal = Reason.ORDER_REMOVAL_REASON_INTERNAL_ERROR;
    k.memclob.offchain.remove(id, internal, CANCELED, undefined);
  }
}
