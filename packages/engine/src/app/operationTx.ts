import type { clob } from "@perpetua/protocol";
import { isRejection, type Rejection, reject } from "../state/index.js";
import { runAnte } from "./ante.js";
import type { EngineKernel } from "./kernel.js";
import { isShortTermTransaction, PLACE_ORDER } from "./routes.js";
import { decodeTransaction } from "./transaction.js";

/**
 * Decodes a short-term placement that a proposer carried in its operations and runs the full ante
 * chain on it, signature included (clob.md §6.3).
 */
export function decodeOperationTx(
  k: EngineKernel,
  bytes: Uint8Array,
): Rejection | { msg: clob.MsgPlaceOrder } {
  const tx = decodeTransaction(bytes);
  if (isRejection(tx)) return tx;
  const message = tx.messages[0];
  if (message?.typeUrl !== PLACE_ORDER || tx.messages.length !== 1 || !isShortTermTransaction(tx)) {
    return reject(
      "clob",
      4000,
      "operation is not exactly one short-term MsgPlaceOrder: Invalid MsgProposedOperations",
    );
  }
  const ante = runAnte(k, tx);
  return ante.rejection ?? { msg: message.value as clob.MsgPlaceOrder };
}
