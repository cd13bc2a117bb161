import { type clob, indexerEvents, indexerShared } from "@perpetua/protocol";
import { idKey } from "../perpetuals/index.js";
import type { Rejection } from "../state/index.js";
import {
  ACTIVE,
  type ClobPair,
  FINAL_SETTLEMENT,
  getClobPair,
  INITIALIZING,
  perpetualIdOf,
  validateClobPair,
} from "./clobPair.js";
import { clobRejection } from "./errors.js";
import { compareOrderIds, type OrderId, orderKey } from "./orderId.js";
import type { ClobKernel } from "./state.js";
import { emitRemoval } from "./stateful/events.js";
import { deleteStatefulOrder } from "./stateful/store.js";

const FINAL_SETTLEMENT_REASON =
  indexerShared.OrderRemovalReason.ORDER_REMOVAL_REASON_FINAL_SETTLEMENT;

/** Transitions of clob.md §1.5; staying is always allowed. */
const TRANSITIONS: ReadonlyMap<clob.ClobPair_Status, readonly clob.ClobPair_Status[]> = new Map([
  [ACTIVE, [FINAL_SETTLEMENT]],
  [INITIALIZING, [ACTIVE, FINAL_SETTLEMENT]],
  [FINAL_SETTLEMENT, [INITIALIZING]],
]);

/** MsgUpdateClobPair (clob.md §11): finer grids and allowed status changes only. */
export function updateClobPair(k: ClobKernel, pair: ClobPair): Rejection | undefined {
  const old = getClobPair(k, pair.id);
  if (old === undefined) {
    return clobRejection(39, `UpdateClobPair: ClobPair with id ${pair.id} not found in state`);
  }
  const refused = validateClobPair(pair) ?? checkUpdate(old, pair);
  if (refused !== undefined) return refused;
  k.clob.pairs.set(idKey(pair.id), pair);
  k.indexer.addTransactionEvent("update_clob_pair", 1, indexerEvents.UpdateClobPairEventV1, {
    clobPairId: pair.id,
    status: pair.status as number,
    quantumConversionExponent: pair.quantumConversionExponent,
    subticksPerTick: pair.subticksPerTick,
    stepBaseQuantums: pair.stepBaseQuantums,
  });
  const settles = pair.status === FINAL_SETTLEMENT && old.status !== FINAL_SETTLEMENT;
  if (settles) removeAllOrders(k, pair.id);
  return undefined;
}

function checkUpdate(old: ClobPair, pair: ClobPair): Rejection | undefined {
  if (perpetualIdOf(old) !== perpetualIdOf(pair)) {
    return clobRejection(39, "UpdateClobPair: cannot update ClobPair perpetual id");
  }
  if (old.quantumConversionExponent !== pair.quantumConversionExponent) {
    return clobRejection(39, "UpdateClobPair: cannot update ClobPair quantum conversion exponent");
  }
  if (old.stepBaseQuantums % pair.stepBaseQuantums !== 0n) {
    return clobRejection(39, "UpdateClobPair: new step must be a divisor of the old one");
  }
  if (old.subticksPerTick % pair.subticksPerTick !== 0) {
    return clobRejection(
      39,
      "UpdateClobPair: new subticks per tick must be a divisor of the old ones",
    );
  }
  if (old.status === pair.status || TRANSITIONS.get(old.status)?.includes(pair.status) === true) {
    return undefined;
  }
  return clobRejection(35, `from status ${old.status} to status ${pair.status}`);
}

/** Final settlement deletes the stateful orders of the pair; TWAP parents stay (clob.md §9.6). */
function removeAllOrders(k: ClobKernel, clobPairId: number): void {
  const ids: OrderId[] = [];
  for (const store of [k.clob.longTerm, k.clob.triggered, k.clob.untriggered]) {
    for (const [, { order }] of store.unordered()) {
      if (order.orderId.clobPairId === clobPairId) ids.push(order.orderId);
    }
  }
  for (const id of ids.sort(compareOrderIds)) {
    deleteStatefulOrder(k, id);
    k.clob.block.removed.set(orderKey(id), id);
    emitRemoval(k, id, FINAL_SETTLEMENT_REASON);
  }
}
