import { isDelivering, type Rejection } from "../../state/index.js";
import { checkEquityTier } from "../equityTiers.js";
import { clobRejection } from "../errors.js";
import type { Order } from "../order.js";
import { isConditional, isTwapParent, isTwapSuborder, orderIdText, orderKey } from "../orderId.js";
import type { ClobKernel } from "../state.js";
import { validateOrderAgainstState } from "../validation/orderAgainstState.js";
import { checkPlacementCollateral } from "./collateral.js";
import { emitPlacement } from "./events.js";
import { checkOrderRouter } from "./router.js";
import { insertStatefulOrder, isRemovedThisBlock } from "./store.js";
import { scheduleFirstLeg } from "./twap.js";

/**
 * Places a stateful order (clob.md §3.5, §5.1): checked in CheckTx and remembered as uncommitted;
 * written to state in a block.
 * `internal` orders are the chain's own (vault quotes, TWAP suborders).
 */
export function placeStatefulOrder(
  k: ClobKernel,
  order: Order,
  internal: boolean,
): Rejection | undefined {
  const refused =
    checkNotGoneThisBlock(k, order) ??
    validateOrderAgainstState(k, order, true) ??
    (internal ? undefined : checkEquityTier(k, order)) ??
    checkOrderRouter(k, order) ??
    (needsCollateralCheck(order, internal) ? checkPlacementCollateral(k, order) : undefined);
  if (refused !== undefined) return refused;
  if (!isDelivering(k)) {
    k.clob.uncommittedPlacements.set(orderKey(order.orderId), order);
    return undefined;
  }
  insertStatefulOrder(k, order);
  if (isTwapParent(order.orderId)) scheduleFirstLeg(k, order);
  else if (!isConditional(order.orderId)) k.clob.block.longTermPlaced.push(order.orderId);
  emitPlacement(k, order);
  return undefined;
}

/** Rule 1: an id that this block cancelled or removed cannot come back in it. */
function checkNotGoneThisBlock(k: ClobKernel, order: Order): Rejection | undefined {
  if (!isDelivering(k)) return undefined;
  const key = orderKey(order.orderId);
  const id = orderIdText(order.orderId);
  if (k.clob.block.cancelled.has(key)) return clobRejection(3008, `PlaceOrder: order (${id})`);
  if (isRemovedThisBlock(k, key)) return clobRejection(3009, `PlaceOrder: order (${id})`);
  return undefined;
}

/** Rule 5: never of conditional orders; of the chain's own only suborders. */
function needsCollateralCheck(order: Order, internal: boolean): boolean {
  if (isConditional(order.orderId)) return false;
  return !internal || isTwapSuborder(order.orderId);
}
