import type { clob } from "@perpetua/protocol";
import { BATCH_CANCEL, CANCEL_ORDER, PLACE_ORDER } from "./routes.js";
import type { TxMessage } from "./transaction.js";

/**
 * The markets and the subaccount number that a place, cancel or batch cancel touches; undefined for
 * other messages.
 */
export function clobTargetOf(
  m: TxMessage,
): { clobPairIds: readonly number[]; subaccountNumber: number } | undefined {
  if (m.typeUrl === PLACE_ORDER)
    return targetOfOrder((m.value as clob.MsgPlaceOrder).order?.orderId);
  if (m.typeUrl === CANCEL_ORDER) return targetOfOrder((m.value as clob.MsgCancelOrder).orderId);
  if (m.typeUrl !== BATCH_CANCEL) return undefined;
  const batch = m.value as clob.MsgBatchCancel;
  return {
    clobPairIds: batch.shortTermCancels.map((c) => c.clobPairId),
    subaccountNumber: batch.subaccountId?.number ?? 0,
  };
}

function targetOfOrder(id: clob.OrderId | undefined) {
  return { clobPairIds: [id?.clobPairId ?? 0], subaccountNumber: id?.subaccountId?.number ?? 0 };
}
