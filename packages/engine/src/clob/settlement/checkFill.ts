import type { Rejection } from "../../state/index.js";
import type { ClobPair } from "../clobPair.js";
import { clobRejection } from "../errors.js";
import { fillAmount } from "../fillAmounts.js";
import { isBuy, isImmediate, type Order } from "../order.js";
import { sameAccount } from "../orderId.js";
import type { ClobKernel } from "../state.js";
import type { Taker } from "./types.js";

/**
 * The static rules of a fill in a block (clob.md §7.1); the memclob's own loop satisfies them by
 * construction.
 */
export function checkFill(
  k: ClobKernel,
  pair: ClobPair,
  taker: Taker,
  maker: Order,
  quantums: bigint,
): Rejection | undefined {
  const account = maker.orderId.subaccountId;
  if (sameAccount(account, taker.subaccountId)) {
    return clobRejection(4001, "Match constitutes a self-trade");
  }
  if (quantums === 0n) return clobRejection(4003);
  if (maker.orderId.clobPairId !== taker.clobPairId) {
    return clobRejection(4001, "ClobPairIds do not match in match");
  }
  if (isBuy(maker) === taker.isBuy) {
    return clobRejection(4001, "Orders are not on opposing sides of the book in match");
  }
  const cross = taker.isBuy ? taker.subticks >= maker.subticks : taker.subticks <= maker.subticks;
  if (!cross) return clobRejection(4001, "Orders do not cross in match");
  if (quantums > maker.quantums || quantums > taker.quantums) {
    return clobRejection(4001, "Minimum initial order quantums exceeds fill amount");
  }
  if (isImmediate(maker))
    return clobRejection(4001, "IOC / FOK order cannot be matched as a maker order");
  if (quantums % pair.stepBaseQuantums !== 0n) return clobRejection(18);
  return checkFilled(k, maker, quantums) ?? (taker.order && checkFilled(k, taker.order, quantums));
}

function checkFilled(k: ClobKernel, order: Order, quantums: bigint): Rejection | undefined {
  const total = fillAmount(k, order.orderId) + quantums;
  if (total <= order.quantums) return undefined;
  return clobRejection(4000, `Match would exceed order size: ${total} > ${order.quantums}`);
}
