import { type clob, indexerShared } from "@perpetua/protocol";
import { isDelivering, type Rejection } from "../../state/index.js";
import { clobRejection } from "../errors.js";
import { goodTilTime, type Order } from "../order.js";
import {
  isTwapParent,
  OrderFlags,
  type OrderId,
  orderIdText,
  orderKey,
  presentOrderId,
} from "../orderId.js";
import { orderDebugText, orderIdProtoText } from "../orderText.js";
import type { ClobKernel } from "../state.js";
import { checkGoodTilTime } from "../validation/goodTil.js";
import { emitRemoval } from "./events.js";
import { deleteStatefulOrder, findStatefulOrder, isRemovedThisBlock } from "./store.js";

const USER_CANCELED = indexerShared.OrderRemovalReason.ORDER_REMOVAL_REASON_USER_CANCELED;

/**
 * Cancels a stateful order (clob.md §3.6): remembered in CheckTx, deleted from state in a block.
 */
export function cancelStatefulOrder(
  k: ClobKernel,
  message: clob.MsgCancelOrder,
): Rejection | undefined {
  const id = presentOrderId(message.orderId);
  const goodTil = message.goodTilBlockTime ?? 0;
  const refused = checkCancel(k, id, goodTil);
  if (refused !== undefined) return refused;
  if (!isDelivering(k)) {
    k.clob.uncommittedCancels.set(orderKey(id), goodTil);
    return undefined;
  }
  return isTwapParent(id) ? cancelTwap(k, id) : cancelOne(k, id);
}

function checkCancel(k: ClobKernel, id: OrderId, goodTil: number): Rejection | undefined {
  const outside = checkGoodTilTime(k, goodTil);
  if (outside !== undefined) return outside;
  const key = orderKey(id);
  const checking = !isDelivering(k);
  if (checking && k.clob.uncommittedCancels.has(key)) {
    return clobRejection(32, `Order Id: ${orderIdText(id)}`);
  }
  const order =
    findStatefulOrder(k, id) ?? (checking ? k.clob.uncommittedPlacements.get(key) : undefined);
  if (order === undefined) return missing(k, id, key);
  return goodTil < goodTilTime(order) ? tooEarly(id, goodTil, order) : undefined;
}

/** 3010 tells a cancel that lost against this block's operations from one of an unknown order. */
function missing(k: ClobKernel, id: OrderId, key: string): Rejection {
  const text = orderIdText(id);
  if (isDelivering(k) && isRemovedThisBlock(k, key))
    return clobRejection(3010, `Order Id: ${text}`);
  return clobRejection(3006, `Order Id to cancel does not exist. OrderId : ${text}`);
}

function tooEarly(id: OrderId, goodTil: number, order: Order): Rejection {
  return clobRejection(
    29,
    "cancellation goodTilBlockTime less than stateful order goodTilBlockTime. " +
      `cancellation ${orderIdProtoText(id)}good_til_block_time:${goodTil} , ` +
      `order ${orderDebugText(order)}`,
  );
}

function cancelOne(k: ClobKernel, id: OrderId): undefined {
  deleteStatefulOrder(k, id);
  k.clob.block.cancelled.set(orderKey(id), id);
  emitRemoval(k, id, USER_CANCELED);
}

/** A TWAP parent takes its open suborder with it, suborder first (clob.md §5.4). */
function cancelTwap(k: ClobKernel, id: OrderId): Rejection | undefined {
  const suborderId = { ...id, orderFlags: OrderFlags.TwapSuborder };
  if (isRemovedThisBlock(k, orderKey(suborderId))) {
    return clobRejection(3010, `Order Id: ${orderIdText(suborderId)}`);
  }
  if (findStatefulOrder(k, suborderId) !== undefined) cancelOne(k, suborderId);
  return cancelOne(k, id);
}
