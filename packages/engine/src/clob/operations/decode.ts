import type { clob } from "@perpetua/protocol";
import { isRejection, type Rejection } from "../../state/index.js";
import { clobRejection } from "../errors.js";
import { compareReplacement, type Order, presentOrder } from "../order.js";
import { isShortTerm, type OrderId, orderKey, presentOrderId } from "../orderId.js";
import type { ClobKernel } from "../state.js";
import { validatePlaceOrder } from "../validation/placeOrderBasic.js";
import { validateShape } from "./shape.js";

/** One operation of a block, decoded. */
export type BlockOperation =
  | { readonly kind: "placement"; readonly order: Order }
  | {
      readonly kind: "orders";
      readonly takerId: OrderId;
      readonly fills: readonly Fill[];
      readonly match: clob.ClobMatch;
    }
  | {
      readonly kind: "liquidation";
      readonly match: clob.MatchPerpetualLiquidation;
      readonly fills: readonly Fill[];
    }
  | { readonly kind: "deleveraging"; readonly match: clob.MatchPerpetualDeleveraging }
  | { readonly kind: "removal"; readonly orderId: OrderId; readonly reason: number };

export interface Fill {
  readonly makerId: OrderId;
  readonly quantums: bigint;
}

/**
 * Decodes and checks the operations of a block before any of them runs (clob.md §6.3, shape).
 * Placements go through the whole ante chain.
 * Refusals of this stage are reported as 4000.
 */
export function decodeOperations(
  k: ClobKernel,
  message: clob.MsgProposedOperations,
): Rejection | BlockOperation[] {
  return decodeOperationsWith((bytes) => k.decodeOperationTx(bytes), message);
}

/** Decodes operations with any decoder of placements. */
export function decodeOperationsWith(
  decodeTx: ClobKernel["decodeOperationTx"],
  message: clob.MsgProposedOperations,
): Rejection | BlockOperation[] {
  const placed = new Map<string, Order>();
  const operations: BlockOperation[] = [];
  for (const raw of message.operationsQueue) {
    const operation = decodeOperation(decodeTx, raw);
    if (isRejection(operation)) return asInvalid(operation);
    const refused =
      operation.kind === "placement"
        ? notePlacement(placed, operation.order)
        : validateShape(operation, (id) => isPlaced(placed, id));
    if (refused !== undefined) return asInvalid(refused);
    operations.push(operation);
  }
  return operations;
}

function asInvalid(cause: Rejection): Rejection {
  return clobRejection(4000, cause.log);
}

function isPlaced(placed: ReadonlyMap<string, Order>, id: OrderId): boolean {
  return !isShortTerm(id) || placed.has(orderKey(id));
}

/** The same id twice must be a greater replacement. */
function notePlacement(placed: Map<string, Order>, order: Order): Rejection | undefined {
  const key = orderKey(order.orderId);
  const earlier = placed.get(key);
  if (earlier !== undefined) {
    const comparison = compareReplacement(order, earlier);
    if (comparison === 0) return clobRejection(12, "Duplicate Order");
    if (comparison < 0) return clobRejection(20, "Replacement order is not higher priority");
  }
  placed.set(key, order);
  return undefined;
}

function decodeOperation(
  decodeTx: ClobKernel["decodeOperationTx"],
  raw: clob.OperationRaw,
): Rejection | BlockOperation {
  if (raw.shortTermOrderPlacement !== undefined) {
    return decodePlacement(decodeTx, raw.shortTermOrderPlacement);
  }
  if (raw.orderRemoval !== undefined) {
    const { orderId, removalReason } = raw.orderRemoval;
    return { kind: "removal", orderId: presentOrderId(orderId), reason: removalReason };
  }
  const match = raw.match;
  if (match?.matchOrders !== undefined) {
    const { takerOrderId, fills } = match.matchOrders;
    return { kind: "orders", takerId: presentOrderId(takerOrderId), fills: toFills(fills), match };
  }
  if (match?.matchPerpetualLiquidation !== undefined) {
    const liquidation = match.matchPerpetualLiquidation;
    return { kind: "liquidation", match: liquidation, fills: toFills(liquidation.fills) };
  }
  if (match?.matchPerpetualDeleveraging !== undefined) {
    return { kind: "deleveraging", match: match.matchPerpetualDeleveraging };
  }
  return clobRejection(4000, "operation queue type is not valid");
}

function toFills(fills: readonly clob.MakerFill[]): Fill[] {
  return fills.map((f) => ({ makerId: presentOrderId(f.makerOrderId), quantums: f.fillAmount }));
}

function decodePlacement(
  decodeTx: ClobKernel["decodeOperationTx"],
  bytes: Uint8Array,
): Rejection | BlockOperation {
  const decoded = decodeTx(bytes);
  if (isRejection(decoded)) return decoded;
  const refused = validatePlaceOrder(decoded.msg);
  if (refused !== undefined) return refused;
  return { kind: "placement", order: presentOrder(decoded.msg.order) };
}
