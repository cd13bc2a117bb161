import { indexerShared } from "@perpetua/protocol";
import { isRejection, type Rejection } from "../../state/index.js";
import { getSubaccount, positionSize } from "../../subaccounts/index.js";
import { perpetualIdOf } from "../clobPair.js";
import { clobRejection } from "../errors.js";
import { fillAmount } from "../fillAmounts.js";
import { isReduceOnlyRemovable } from "../memclob/reduceOnlyRemoval.js";
import { Removal } from "../memclob/status.js";
import { FILL_OR_KILL, IOC, type Order, POST_ONLY } from "../order.js";
import { type OrderId, orderIdText, orderKey } from "../orderId.js";
import type { ClobKernel } from "../state.js";
import { emitRemoval } from "../stateful/events.js";
import { deleteStatefulOrder, matchableOrder } from "../stateful/store.js";
import { checkOperationStatus } from "./status.js";

const Reason = indexerShared.OrderRemovalReason;

/** Removal reason of an operation → reason of its event (clob.md §10.2). */
const EVENT_REASONS: ReadonlyMap<number, indexerShared.OrderRemovalReason> = new Map([
  [1, Reason.ORDER_REMOVAL_REASON_UNDERCOLLATERALIZED],
  [2, Reason.ORDER_REMOVAL_REASON_REDUCE_ONLY_RESIZE],
  [3, Reason.ORDER_REMOVAL_REASON_POST_ONLY_WOULD_CROSS_MAKER_ORDER],
  [4, Reason.ORDER_REMOVAL_REASON_SELF_TRADE_ERROR],
  [5, Reason.ORDER_REMOVAL_REASON_FOK_ORDER_COULD_NOT_BE_FULLY_FULLED],
  [6, Reason.ORDER_REMOVAL_REASON_IMMEDIATE_OR_CANCEL_WOULD_REST_ON_BOOK],
  [8, Reason.ORDER_REMOVAL_REASON_VIOLATES_ISOLATED_SUBACCOUNT_CONSTRAINTS],
  [9, Reason.ORDER_REMOVAL_REASON_EXPIRED],
]);

/** Executes the removal of a stateful order (clob.md §6.3). Every refusal surfaces as 4006. */
export function executeRemoval(k: ClobKernel, id: OrderId, reason: number): Rejection | undefined {
  const pair = checkOperationStatus(k, id.clobPairId, false);
  if (isRejection(pair)) return pair;
  const order = matchableOrder(k, id);
  const refused =
    order === undefined
      ? clobRejection(3006, `stateful order id ${orderIdText(id)}`)
      : checkReason(k, order, reason, perpetualIdOf(pair));
  if (refused !== undefined) return clobRejection(4006, refused.log);
  deleteStatefulOrder(k, id);
  k.clob.block.removed.set(orderKey(id), id);
  emitRemoval(k, id, EVENT_REASONS.get(reason) ?? Reason.ORDER_REMOVAL_REASON_UNSPECIFIED);
  return undefined;
}

/** What a reason claims about the order; most claims of the proposer are taken on trust. */
function checkReason(
  k: ClobKernel,
  order: Order,
  reason: number,
  perpetualId: number,
): Rejection | undefined {
  switch (reason) {
    case Removal.REMOVAL_REASON_UNDERCOLLATERALIZED:
    case Removal.REMOVAL_REASON_INVALID_SELF_TRADE:
    case Removal.REMOVAL_REASON_VIOLATES_ISOLATED_SUBACCOUNT_CONSTRAINTS:
      return undefined;
    case Removal.REMOVAL_REASON_POST_ONLY_WOULD_CROSS_MAKER_ORDER:
      return order.timeInForce === POST_ONLY ? undefined : unexpectedTimeInForce("post-only");
    case Removal.REMOVAL_REASON_CONDITIONAL_FOK_COULD_NOT_BE_FULLY_FILLED:
      return order.timeInForce === FILL_OR_KILL
        ? checkNotFilled(k, order)
        : unexpectedTimeInForce("fill-or-kill");
    case Removal.REMOVAL_REASON_CONDITIONAL_IOC_WOULD_REST_ON_BOOK:
      return order.timeInForce === IOC
        ? checkNotFilled(k, order)
        : unexpectedTimeInForce("immediate-or-cancel");
    case Removal.REMOVAL_REASON_INVALID_REDUCE_ONLY:
      return checkReduceOnly(k, order, perpetualId);
    default:
      return clobRejection(4007, `reason ${reason}`);
  }
}

function unexpectedTimeInForce(expected: string): Rejection {
  return clobRejection(42, `Order is not ${expected}`);
}

function checkNotFilled(k: ClobKernel, order: Order): Rejection | undefined {
  return fillAmount(k, order.orderId) >= order.quantums ? clobRejection(24) : undefined;
}

/** The position is 0, or the whole order would grow or turn it. */
function checkReduceOnly(k: ClobKernel, order: Order, perpetualId: number): Rejection | undefined {
  if (!order.reduceOnly) return clobRejection(4006, "Order must be reduce only");
  const size = positionSize(getSubaccount(k, order.orderId.subaccountId), perpetualId);
  return isReduceOnlyRemovable(order, size)
    ? undefined
    : clobRejection(4006, "Reduce-only order would neither grow nor turn the position");
}
