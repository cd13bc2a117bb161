import type { clob } from "@perpetua/protocol";
import type { Rejection } from "../../state/index.js";
import { subaccountIdRejection } from "../../subaccounts/index.js";
import { clobRejection } from "../errors.js";
import { isShortTerm, OrderFlags, presentOrderId } from "../orderId.js";

const FLAGS = new Set<number>([
  OrderFlags.ShortTerm,
  OrderFlags.Conditional,
  OrderFlags.LongTerm,
  OrderFlags.Twap,
  OrderFlags.TwapSuborder,
]);

/** The stateless rules of MsgCancelOrder (clob.md §3.6). */
export function validateCancelOrder(message: clob.MsgCancelOrder): Rejection | undefined {
  const id = presentOrderId(message.orderId);
  const account = subaccountIdRejection(id.subaccountId);
  if (account !== undefined) return account;
  if (!FLAGS.has(id.orderFlags))
    return clobRejection(3000, `orderFlags ${id.orderFlags} is not valid`);
  if (isShortTerm(id)) {
    return (message.goodTilBlock ?? 0) === 0
      ? clobRejection(5, "cancellation goodTilBlock cannot be 0")
      : undefined;
  }
  return (message.goodTilBlockTime ?? 0) === 0
    ? clobRejection(3001, "cancellation goodTilBlockTime cannot be 0")
    : undefined;
}
