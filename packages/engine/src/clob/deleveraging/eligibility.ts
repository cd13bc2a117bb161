import { accountRisk, type SubaccountId } from "../../subaccounts/index.js";
import { clobPairOfPerpetual, FINAL_SETTLEMENT } from "../clobPair.js";
import type { ClobKernel } from "../state.js";

/** How an account's position may be taken from it (clob.md §9.2). */
export type DeleveragingPrice = "bankruptcy" | "oracle" | "none";

/**
 * NC < 0: at bankruptcy price, whatever the market's status; else only in a market in final
 * settlement, at oracle price.
 */
export function deleveragingPrice(
  k: ClobKernel,
  account: SubaccountId,
  perpetualId: number,
): DeleveragingPrice {
  if (accountRisk(k, account).nc < 0n) return "bankruptcy";
  const pair = clobPairOfPerpetual(k, perpetualId);
  return pair?.status === FINAL_SETTLEMENT ? "oracle" : "none";
}
