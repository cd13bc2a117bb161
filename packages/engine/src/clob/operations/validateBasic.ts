import { clob, decodeTx } from "@perpetua/protocol";
import { isRejection, type Rejection } from "../../state/index.js";
import { clobRejection } from "../errors.js";
import { decodeOperationsWith } from "./decode.js";

const PLACE_ORDER = "/dydxprotocol.clob.MsgPlaceOrder";

/**
 * What can be said of proposed operations without state: their shape, and that every placement is
 * one well-formed order (app.md §1.12). Signatures are checked when the block is executed.
 */
export function validateProposedOperations(
  message: clob.MsgProposedOperations,
): Rejection | undefined {
  const operations = decodeOperationsWith(decodePlacement, message);
  return isRejection(operations) ? operations : undefined;
}

function decodePlacement(bytes: Uint8Array): Rejection | { msg: clob.MsgPlaceOrder } {
  const decoded = decodeTx(bytes);
  if (!decoded.ok) return clobRejection(4000, decoded.log);
  const [message, ...others] = decoded.tx.body.messages;
  if (message?.typeUrl !== PLACE_ORDER || others.length > 0) {
    return clobRejection(4000, "an operation carries exactly one MsgPlaceOrder");
  }
  try {
    return { msg: clob.MsgPlaceOrder.decode(message.value) };
  } catch (error) {
    return clobRejection(4000, error instanceof Error ? error.message : String(error));
  }
}
