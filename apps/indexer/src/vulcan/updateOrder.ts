import {
  addStatefulOrderUpdate,
  changeOrder,
  readOrder,
  type StoredOrder,
} from "@perpetua/messaging";
import { type offChainUpdates, uuidFromOrder, uuidFromSubaccount } from "@perpetua/protocol";
import { type MessageContext, required, type VulcanContext } from "./context.js";
import { isStateful, requiresImmediateExecution } from "./orderFields.js";
import { announceLevel, levelMove } from "./outgoing.js";

/** The total filled of an order changed, or it came to rest on the book (indexer.md §5.3). */
export async function handleUpdate(
  context: VulcanContext,
  message: MessageContext,
  update: offChainUpdates.OrderUpdateV1,
): Promise<void> {
  const orderId = required(update.orderId, "order id");
  const subaccountId = required(orderId.subaccountId, "subaccount id");
  const orderUuid = uuidFromOrder(orderId);
  const keys = { orderUuid, subaccountUuid: uuidFromSubaccount(subaccountId) };
  const { totalFilledQuantums } = update;
  const market = await context.findMarket(orderId.clobPairId);
  for (;;) {
    const before = await readOrder(context.redis, orderUuid);
    if (!before) {
      context.count("update_of_unknown_order");
      if (isStateful(orderId.orderFlags)) {
        await addStatefulOrderUpdate(context.redis, orderUuid, update, context.nowMs());
      }
      return;
    }
    const order = required(before.order.order, "stored order");
    const delta = levelDelta(before, order.quantums, totalFilledQuantums);
    const move =
      market && !requiresImmediateExecution(order)
        ? levelMove(before.order, order, market, delta)
        : undefined;
    const level = await changeOrder(context.redis, { keys, before, totalFilledQuantums, move });
    if (!level) continue;
    if (totalFilledQuantums > order.quantums) context.count("total_filled_exceeds_size");
    if (delta === 0n) context.count("update_with_zero_delta");
    else if (!market) {
      const { clobPairId } = orderId;
      context.log.error({ clobPairId }, "order update for an unknown market");
    }
    if (market && move) announceLevel(context, message, market, move, level);
    return;
  }
}

/** An order that did not rest yet brings all that is left of it. */
function levelDelta(before: StoredOrder, quantums: bigint, totalFilled: bigint): bigint {
  const newFilled = min(totalFilled, quantums);
  return before.restingOnBook
    ? min(before.totalFilledQuantums, quantums) - newFilled
    : quantums - newFilled;
}

function min(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}
