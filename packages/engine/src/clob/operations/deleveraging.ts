import type { clob } from "@perpetua/protocol";
import { getPerpetual } from "../../perpetuals/index.js";
import { isRejection, type Rejection } from "../../state/index.js";
import { getSubaccount, positionSize, recordNegativeTnc } from "../../subaccounts/index.js";
import { clobPairOfPerpetual } from "../clobPair.js";
import { deleveragingPrice } from "../deleveraging/eligibility.js";
import { deleveragingFill } from "../deleveraging/fill.js";
import { clobRejection } from "../errors.js";
import { stageFill } from "../memclob/stream.js";
import type { ClobKernel } from "../state.js";
import { checkOperationStatus } from "./status.js";

/**
 * Executes a deleveraging match. One without fills marks an account that is negative and could not
 * be helped: it closes the withdrawal gate of the perpetual's pool (clob.md §9.4, §9.5).
 */
export function executeDeleveraging(
  k: ClobKernel,
  match: clob.MatchPerpetualDeleveraging,
): Rejection | undefined {
  const { perpetualId, fills, isFinalSettlement } = match;
  const account = match.liquidated ?? { owner: "", number: 0 };
  if (getPerpetual(k, perpetualId) === undefined) return clobRejection(37, `${perpetualId}`);
  const pair = clobPairOfPerpetual(k, perpetualId);
  if (pair === undefined) return clobRejection(19, `perpetual ${perpetualId}`);
  const status = checkOperationStatus(k, pair.id, true);
  if (isRejection(status)) return status;
  const price = deleveragingPrice(k, account, perpetualId);
  if (fills.length === 0 && price !== "bankruptcy") return clobRejection(4008);
  if (price === "none")
    return clobRejection(4005, `SubaccountId {${account.owner} ${account.number}}`);
  if ((price === "oracle") !== isFinalSettlement) return clobRejection(1021);
  if (positionSize(getSubaccount(k, account), perpetualId) === 0n) {
    return clobRejection(1003, `perpetual ${perpetualId}`);
  }
  if (fills.length === 0) {
    recordNegativeTnc(k, perpetualId);
    return undefined;
  }
  for (const { offsettingSubaccountId, fillAmount } of fills) {
    const offsetting = offsettingSubaccountId ?? { owner: "", number: 0 };
    const refused = deleveragingFill(
      k,
      account,
      offsetting,
      perpetualId,
      fillAmount,
      isFinalSettlement,
    );
    if (refused !== undefined) return refused;
  }
  stageFill(k, { matchPerpetualDeleveraging: match }, []);
  return undefined;
}
