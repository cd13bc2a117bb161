import type { Rejection } from "../../state/index.js";
import { ACTIVE, type ClobPair, FINAL_SETTLEMENT, getClobPair } from "../clobPair.js";
import { clobRejection } from "../errors.js";
import type { ClobKernel } from "../state.js";

/**
 * Which operations a market's status allows (clob.md §1.5): all when ACTIVE, only deleveraging in
 * FINAL_SETTLEMENT, none else.
 */
export function checkOperationStatus(
  k: ClobKernel,
  clobPairId: number,
  isDeleveraging: boolean,
): ClobPair | Rejection {
  const pair = getClobPair(k, clobPairId);
  if (pair === undefined) return clobRejection(8, `Clob ${clobPairId} is not a valid clob`);
  if (pair.status === ACTIVE) return pair;
  if (pair.status === FINAL_SETTLEMENT && isDeleveraging) return pair;
  return clobRejection(36, `operation for clob pair ${clobPairId} with status ${pair.status}`);
}
