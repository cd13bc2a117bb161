import type { Rejection } from "../../state/index.js";
import { subaccountKey } from "../../subaccounts/index.js";
import { clobRejection } from "../errors.js";
import { Removal } from "../memclob/status.js";
import { isShortTerm, type OrderId, orderIdText, orderKey, sameAccount } from "../orderId.js";
import type { BlockOperation, Fill } from "./decode.js";

/**
 * Rules of an operation that need no state (clob.md §6.3). `isPlaced` says whether a short-term id
 * was placed earlier in the message.
 */
export function validateShape(
  operation: Exclude<BlockOperation, { kind: "placement" }>,
  isPlaced: (id: OrderId) => boolean,
): Rejection | undefined {
  switch (operation.kind) {
    case "orders":
      return matchOrders(operation.takerId, operation.fills, isPlaced);
    case "liquidation":
      return liquidation(operation.match.totalSize, operation.fills, isPlaced);
    case "deleveraging":
      return deleveraging(operation.match);
    case "removal":
      return removal(operation.orderId, operation.reason);
  }
}

function matchOrders(
  takerId: OrderId,
  fills: readonly Fill[],
  isPlaced: (id: OrderId) => boolean,
): Rejection | undefined {
  if (!isPlaced(takerId)) return notPlaced(takerId);
  if (fills.length === 0) return clobRejection(4001, "match order must contain at least one fill");
  return makerFills(fills, isPlaced);
}

function makerFills(
  fills: readonly Fill[],
  isPlaced: (id: OrderId) => boolean,
): Rejection | undefined {
  const makers = new Set<string>();
  for (const { makerId, quantums } of fills) {
    if (quantums === 0n) return clobRejection(4003);
    const key = orderKey(makerId);
    if (makers.has(key)) return clobRejection(4001, "duplicate maker order ids");
    makers.add(key);
    if (!isPlaced(makerId)) return notPlaced(makerId);
  }
  return undefined;
}

function notPlaced(id: OrderId): Rejection {
  return clobRejection(4002, `order id: ${orderIdText(id)}`);
}

function liquidation(
  totalSize: bigint,
  fills: readonly Fill[],
  isPlaced: (id: OrderId) => boolean,
): Rejection | undefined {
  if (fills.length === 0)
    return clobRejection(4001, "liquidation match must contain at least one fill");
  if (totalSize === 0n) return clobRejection(1004);
  const total = fills.reduce((sum, f) => sum + f.quantums, 0n);
  if (total > totalSize)
    return clobRejection(1006, `Total size: ${totalSize}, Total fills: ${total}`);
  return makerFills(fills, isPlaced);
}

function deleveraging(
  match: Extract<BlockOperation, { kind: "deleveraging" }>["match"],
): Rejection | undefined {
  const liquidated = match.liquidated ?? { owner: "", number: 0 };
  const seen = new Set<string>();
  for (const { offsettingSubaccountId, fillAmount } of match.fills) {
    const offsetting = offsettingSubaccountId ?? { owner: "", number: 0 };
    if (sameAccount(offsetting, liquidated)) return clobRejection(1017);
    const key = subaccountKey(offsetting);
    if (seen.has(key)) return clobRejection(1018);
    seen.add(key);
    if (fillAmount === 0n) return clobRejection(1019);
  }
  return undefined;
}

function removal(id: OrderId, reason: number): Rejection | undefined {
  if (reason === Removal.REMOVAL_REASON_UNSPECIFIED) {
    return clobRejection(4006, "order removal reason must be specified");
  }
  if (reason === Removal.REMOVAL_REASON_FULLY_FILLED) {
    return clobRejection(
      4006,
      "order removal reason fully filled should not be part of the operations queue",
    );
  }
  if (isShortTerm(id))
    return clobRejection(4000, "order removal is not allowed for short-term orders");
  return undefined;
}
