import { clob } from "@perpetua/protocol";
import {
  handler,
  isDelivering,
  type MessageHandler,
  type Rejection,
  reject,
} from "../state/index.js";
import { adminMessages } from "./adminMessages.js";
import { executeUpdateLeverage, validateUpdateLeverage } from "./leverage.js";
import { cancelBatch, cancelShortTerm } from "./memclob/cancel.js";
import { executeOperations } from "./operations/execute.js";
import { validateProposedOperations } from "./operations/validateBasic.js";
import { presentOrder } from "./order.js";
import { isShortTerm, presentOrderId } from "./orderId.js";
import type { ClobKernel } from "./state.js";
import { cancelStatefulOrder } from "./stateful/cancel.js";
import { placeStatefulOrder } from "./stateful/place.js";
import { validateBatchCancel } from "./validation/batchCancelBasic.js";
import { validateCancelOrder } from "./validation/cancelOrderBasic.js";
import { validatePlaceOrder } from "./validation/placeOrderBasic.js";

const EMPTY = new Uint8Array();

/** Short-term messages never execute in a block as transactions of their own (clob.md §3.1). */
function refuseInBlock(k: ClobKernel): Rejection | undefined {
  if (!isDelivering(k)) return undefined;
  return reject(
    "sdk",
    18,
    "short-term orders are only executed inside proposed operations: invalid request",
  );
}

function placeInBlock(k: ClobKernel, message: clob.MsgPlaceOrder): Rejection | undefined {
  const order = presentOrder(message.order);
  if (isShortTerm(order.orderId)) return refuseInBlock(k);
  return placeStatefulOrder(k, order, false);
}

function cancelInBlock(k: ClobKernel, message: clob.MsgCancelOrder): Rejection | undefined {
  const id = presentOrderId(message.orderId);
  if (!isShortTerm(id)) return cancelStatefulOrder(k, message);
  return refuseInBlock(k) ?? cancelShortTerm(k, id, message.goodTilBlock ?? 0);
}

/**
 * Handlers of the module's messages; CheckTx of clob messages goes through `clobCheckTx` instead.
 */
export const clobMessages: MessageHandler<ClobKernel, unknown>[] = [
  handler<ClobKernel, clob.MsgProposedOperations>({
    typeUrl: "/dydxprotocol.clob.MsgProposedOperations",
    codec: clob.MsgProposedOperations,
    category: "injected",
    signers: () => [],
    validateBasic: validateProposedOperations,
    handle: (k, m) => executeOperations(k, m) ?? EMPTY,
  }),
  handler<ClobKernel, clob.MsgPlaceOrder>({
    typeUrl: "/dydxprotocol.clob.MsgPlaceOrder",
    codec: clob.MsgPlaceOrder,
    category: "normal",
    signers: (m) => [m.order?.orderId?.subaccountId?.owner ?? ""],
    validateBasic: validatePlaceOrder,
    handle: (k, m) => placeInBlock(k, m) ?? EMPTY,
  }),
  handler<ClobKernel, clob.MsgCancelOrder>({
    typeUrl: "/dydxprotocol.clob.MsgCancelOrder",
    codec: clob.MsgCancelOrder,
    category: "normal",
    signers: (m) => [m.orderId?.subaccountId?.owner ?? ""],
    validateBasic: validateCancelOrder,
    handle: (k, m) => cancelInBlock(k, m) ?? EMPTY,
  }),
  handler<ClobKernel, clob.MsgBatchCancel>({
    typeUrl: "/dydxprotocol.clob.MsgBatchCancel",
    codec: clob.MsgBatchCancel,
    category: "normal",
    signers: (m) => [m.subaccountId?.owner ?? ""],
    validateBasic: validateBatchCancel,
    handle: (k, m) => refuseInBlock(k) ?? cancelBatch(k, m) ?? EMPTY,
  }),
  handler<ClobKernel, clob.MsgUpdateLeverage>({
    typeUrl: "/dydxprotocol.clob.MsgUpdateLeverage",
    codec: clob.MsgUpdateLeverage,
    category: "normal",
    signers: (m) => [m.subaccountId?.owner ?? ""],
    validateBasic: validateUpdateLeverage,
    handle: (k, m) => executeUpdateLeverage(k, m) ?? EMPTY,
  }),
  ...adminMessages,
];
