import type { clob } from "@perpetua/protocol";
import type { Rejection } from "../../state/index.js";
import { Field, NONE } from "../book/index.js";
import { clobRejection } from "../errors.js";
import { OrderFlags, type OrderId, orderIdText } from "../orderId.js";
import type { ClobKernel } from "../state.js";
import { checkGoodTilBlock } from "../validation/goodTil.js";
import { BEST_EFFORT_CANCELED, Reason } from "./offchain.js";
import { blame } from "./place.js";

/**
 * Cancels a short-term order on this node (clob.md §3.6). Accepted for unknown orders too, and
 * remembered until its good-til-block.
 */
export function cancelShortTerm(
  k: ClobKernel,
  id: OrderId,
  goodTil: number,
): Rejection | undefined {
  const refused = checkGoodTilBlock(k, goodTil);
  if (refused !== undefined) return refused;
  const mc = k.memclob;
  const market = mc.market(k, id.clobPairId);
  if (market === undefined) return clobRejection(8, `Clob ${id.clobPairId} is not a valid clob`);
  const account = mc.accounts.indexOf(id.subaccountId);
  if (mc.cancels.get(account, id.clientId, id.clobPairId) >= goodTil) {
    return clobRejection(9, `Order id: ${orderIdText(id)}, GoodTilBlock: ${goodTil}`);
  }
  mc.cancels.set(account, id.clientId, id.clobPairId, goodTil);
  const h = mc.orders.find(account, id.clientId, id.orderFlags, id.clobPairId);
  if (h !== NONE && mc.orders.isResting(h) && goodTil >= mc.orders.get(h, Field.GoodTil)) {
    mc.unrest(market, h);
  }
  const reason = Reason.ORDER_REMOVAL_REASON_USER_CANCELED;
  mc.offchain.remove(id, reason, BEST_EFFORT_CANCELED, blame(k));
  return undefined;
}

/**
 * Cancels many short-term orders of one subaccount (clob.md §3.7); failures of single ones are
 * collected, not fatal.
 */
export function cancelBatch(k: ClobKernel, message: clob.MsgBatchCancel): Rejection | undefined {
  const refused = checkGoodTilBlock(k, message.goodTilBlock);
  if (refused !== undefined) return refused;
  for (const { clobPairId } of message.shortTermCancels) {
    if (k.memclob.market(k, clobPairId) === undefined) {
      return clobRejection(27, `Invalid clob pair id ${clobPairId}`);
    }
  }
  let succeeded = 0;
  const subaccountId = message.subaccountId ?? { owner: "", number: 0 };
  for (const { clobPairId, clientIds } of message.shortTermCancels) {
    for (const clientId of clientIds) {
      const id = { subaccountId, clientId, orderFlags: OrderFlags.ShortTerm, clobPairId };
      if (cancelShortTerm(k, id, message.goodTilBlock) === undefined) succeeded++;
    }
  }
  return succeeded === 0 ? clobRejection(46, "No cancels succeeded") : undefined;
}
