import { addStatefulOrderUpdate, updateOrder } from "@perpetua/messaging";
import { type offChainUpdates, uuidFromOrder } from "@perpetua/protocol";
import { type MessageContext, required, type VulcanContext } from "./context.js";
import { isStateful, requiresImmediateExecution } from "./orderFields.js";
import { changeLevel } from "./outgoing.js";

/** The total filled of an order changed, or it came to rest on the book (indexer.md §5.3). */
export async function handleUpdate(
  context: VulcanContext,
  message: MessageContext,
  update: offChainUpdates.OrderUpdateV1,
): Promise<void> {
  const orderId = required(update.orderId, "order id");
  required(orderId.subaccountId, "subaccount id");
  const orderUuid = uuidFromOrder(orderId);
  const before = await updateOrder(context.redis, orderUuid, update.totalFilledQuantums);
  if (!before) {
    context.count("update_of_unknown_order");
    if (isStateful(orderId.orderFlags)) {
      await addStatefulOrderUpdate(context.redis, orderUuid, update, context.nowMs());
    }
    return;
  }
  const order = required(before.order.order, "stored order");
  const { quantums } = order;
  if (update.totalFilledQuantums > quantums) context.count("total_filled_exceeds_size");
  const oldFilled = min(before.totalFilledQuantums, quantums);
  const newFilled = min(update.totalFilledQuantums, quantums);
  const delta = before.restingOnBook ? oldFilled - newFilled : quantums - newFilled;
  if (delta === 0n) {
    context.count("update_with_zero_delta");
    return;
  }
  if (requiresImmediateExecution(order)) return;
  const market = await context.findMarket(orderId.clobPairId);
  if (!market) {
    context.log.error({ clobPairId: orderId.clobPairId }, "order update for an unknown market");
    return;
  }
  await changeLevel(context, message, before.order, order, market, delta);
}

function min(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}
