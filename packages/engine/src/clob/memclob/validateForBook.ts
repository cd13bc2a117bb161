import { max } from "../../math/index.js";
import type { Rejection } from "../../state/index.js";
import { Field, NONE } from "../book/index.js";
import { clobRejection } from "../errors.js";
import { compareReplacement, goodTilBlock, IOC, isBuy, type Order } from "../order.js";
import { isShortTerm } from "../orderId.js";
import { orderLinesText, orderProtoText } from "../orderText.js";
import type { ClobKernel } from "../state.js";
import type { Market } from "./market.js";
import { reducibleSize } from "./matchingLoop.js";

/**
 * The memclob's own rules, in the order of clob.md §3.4. `known` is the handle of the id, `filled`
 * its fill amount.
 */
export function validateForBook(
  k: ClobKernel,
  market: Market,
  order: Order,
  known: number,
  filled: bigint,
): Rejection | undefined {
  const { orders, matched } = k.memclob;
  let resting = false;
  if (known !== NONE) {
    const cancelled = orders.get(known, Field.Cancel);
    if (cancelled !== 0 && isShortTerm(order.orderId) && cancelled >= goodTilBlock(order)) {
      const what = `Order: ${orderProtoText(order)}, Cancel GoodTilBlock: ${cancelled}`;
      return clobRejection(7, what);
    }
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
    const account = order.orderId.subaccountId;
    const reducible = reducibleSize(k, account, market.perpetualId, isBuy(order));
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
