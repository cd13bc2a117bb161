import { indexerEvents } from "@perpetua/protocol";
import { abs } from "../../math/index.js";
import { mustPerpetual, notional } from "../../perpetuals/index.js";
import { isRejection, type Rejection } from "../../state/index.js";
import {
  getSubaccount,
  positionSize,
  type SubaccountId,
  UpdateResult,
  updateForMatch,
} from "../../subaccounts/index.js";
import { clobRejection } from "../errors.js";
import { bankruptcyQuote } from "../liquidation/bankruptcy.js";
import { emitDeleveragingMatch } from "../settlement/matchEvent.js";
import type { ClobKernel } from "../state.js";

/**
 * Quote quantums the deleveraged account gets for `delta` of its position: bankruptcy or oracle
 * price (clob.md §9.3).
 */
function deleveragingQuote(
  k: ClobKernel,
  account: SubaccountId,
  perpetualId: number,
  delta: bigint,
  isFinalSettlement: boolean,
): bigint | Rejection {
  if (!isFinalSettlement) return bankruptcyQuote(k, account, perpetualId, delta);
  return -notional(k, mustPerpetual(k, perpetualId), delta);
}

/**
 * Offsets `amount` of a position against another account's (clob.md §9.3, §9.4): no fees, both
 * accounts must end up valid.
 * Nothing is written when it is refused.
 */
export function deleveragingFill(
  k: ClobKernel,
  account: SubaccountId,
  offsetting: SubaccountId,
  perpetualId: number,
  amount: bigint,
  isFinalSettlement: boolean,
): Rejection | undefined {
  const size = positionSize(getSubaccount(k, account), perpetualId);
  const other = positionSize(getSubaccount(k, offsetting), perpetualId);
  const delta = size > 0n ? -amount : amount;
  const quote = deleveragingQuote(k, account, perpetualId, delta, isFinalSettlement);
  if (isRejection(quote)) return quote;
  const opposite = size !== 0n && other !== 0n && size > 0n !== other > 0n;
  if (!opposite || amount > abs(size) || amount > abs(other)) {
    return clobRejection(4004, `fill ${amount}, positions ${size} and ${other}`);
  }
  const updated = updateForMatch(k, account, offsetting, perpetualId, delta, quote, -quote);
  if (isRejection(updated)) return updated;
  if (!updated.success) {
    const results = `${UpdateResult[updated.taker]}, ${UpdateResult[updated.maker]}`;
    return clobRejection(4004, `UpdateResults: ${results}`);
  }
  emitDeleveragingMatch(k, perpetualId, account, offsetting, delta, quote);
  k.indexer.addTransactionEvent("deleveraging", 1, indexerEvents.DeleveragingEventV1, {
    liquidated: { ...account },
    offsetting: { ...offsetting },
    perpetualId,
    fillAmount: amount,
    totalQuoteQuantums: abs(quote),
    isBuy: delta > 0n,
    isFinalSettlement,
  });
  return undefined;
}
