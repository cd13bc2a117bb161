import { max } from "../../math/index.js";
import type { Rejection } from "../../state/index.js";
import { NONE } from "../book/index.js";
import { clobRejection } from "../errors.js";
import { compareReplacement, goodTilBlock, IOC, isBuy, type Order } from "../order.js";
import { isShortTerm } from "../orderId.js";
import { orderLinesText, orderProtoText } from "../orderText.js";
import type { ClobKernel } from "../state.js";
import type { Market } from "./market.js";
import { reducibleSize } from "./matchingLoop.js";

/**
 * The memclob's own rules, in the order of clob.md §3.4. `account` is the index of the subaccount,
 * `known` the handle of the id, `filled`
 * its fill amount.
 */
export function validateForBook(
  k: ClobKernel,
  market: Market,
  order: Order,
  account: number,
  known: number,
  filled: bigint,
): Rejection | undefined {
  const { orders, matched, cancels } = k.memclob;
  let resting = false;
  if (isShortTerm(order.orderId)) {
    const { clientId, clobPairId } = order.orderId;
    const cancelled = cancels.get(account, clientId, clobPairId);
    if (cancelled !== 0 && cancelled >= goodTilBlock(order)) {
      const what = `Order: ${orderProtoText(order)}, Cancel GoodTilBlock: ${cancelled}`;
      return clobRejection(7, what);
    }
  }
  if (known !== NONE) {
    resting = orders.isResting(known);
    const existing = resting ? k.memclob.order(known) : matched.get(known)?.order;
    const refused = existing === undefined ? undefined : checkReplacement(existing, order);
    if (refused !== undefined) return refused;
  }
  const remaining = order.quantums - filled;
  if (remaining < market.step) {
    return clobRejection(
      24,
      "Order remaining amount is less than `MinOrderBaseQuantums`. " +
        `Remaining amount: ${max(remaining, 0n)}. Order: ${orderLinesText(order)}`,
    );
  }
  if (order.reduceOnly) {
    const { subaccountId } = order.orderId;
    const reducible = reducibleSize(k, subaccountId, market.perpetualId, isBuy(order));
    if (reducible === 0n) return clobRejection(2001);
  }
  if (order.timeInForce === IOC && filled > 0n) {
    return clobRejection(resting ? 20 : 2004);
  }
  return undefined;
}

/** Rule 2: a replacement is greater and changes neither side nor time in force nor reduce-only. */
function checkReplacement(existing: Order, order: Order): Rejection | undefined {
  if (compareReplacement(order, existing) <= 0) {
    return clobRejection(
      20,
      "New order cannot reduce the GoodTilBlock or GoodTilBlockTime of existing order",
    );
  }
  if (existing.side !== order.side) {
    return clobRejection(20, "New order cannot change the Side of the existing order");
  }
  if (existing.timeInForce !== order.timeInForce) {
    return clobRejection(20, "New order cannot change the TimeInForce of the existing order");
  }
  if (existing.reduceOnly !== order.reduceOnly) {
    return clobRejection(20, "New order cannot change the ReduceOnly of the existing order");
  }
  return undefined;
}
