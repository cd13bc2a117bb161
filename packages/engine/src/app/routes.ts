import type { clob } from "@perpetua/protocol";
import type { Transaction, TxMessage } from "./transaction.js";

/** Which of the three ante chains a transaction takes (app.md §1.7). */
export type Route = "clob" | "injected" | "other";

export const PLACE_ORDER = "/dydxprotocol.clob.MsgPlaceOrder";
export const CANCEL_ORDER = "/dydxprotocol.clob.MsgCancelOrder";
export const BATCH_CANCEL = "/dydxprotocol.clob.MsgBatchCancel";
export const UPDATE_LEVERAGE = "/dydxprotocol.clob.MsgUpdateLeverage";
const CLOB_ROUTE = new Set([PLACE_ORDER, CANCEL_ORDER, BATCH_CANCEL, UPDATE_LEVERAGE]);

export function routeOf(tx: Transaction): Route {
  if (tx.messages.some((m) => CLOB_ROUTE.has(m.typeUrl))) return "clob";
  const only = tx.messages.length === 1 ? tx.messages[0] : undefined;
  return only?.handler.category === "injected" ? "injected" : "other";
}

const SHORT_TERM_FLAG = 0;

/**
 * Short-term places and cancels, and batch cancels: matched on arrival, replay-protected by their
 * good-til block.
 */
export function isShortTerm(m: TxMessage): boolean {
  if (m.typeUrl === BATCH_CANCEL) return true;
  if (m.typeUrl === PLACE_ORDER) {
    return (m.value as clob.MsgPlaceOrder).order?.orderId?.orderFlags === SHORT_TERM_FLAG;
  }
  if (m.typeUrl === CANCEL_ORDER) {
    return (m.value as clob.MsgCancelOrder).orderId?.orderFlags === SHORT_TERM_FLAG;
  }
  return false;
}

/** Whether a transaction skips sequence checks: every message is short-term (app.md §1.10). */
export function isShortTermTransaction(tx: Transaction): boolean {
  return tx.messages.length > 0 && tx.messages.every(isShortTerm);
}
