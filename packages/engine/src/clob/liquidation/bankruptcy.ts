import { abs, floorDiv, sign } from "../../math/index.js";
import { maintenanceRequirement, mustPerpetual, notional } from "../../perpetuals/index.js";
import type { Rejection } from "../../state/index.js";
import {
  accountRisk,
  getSubaccount,
  positionSize,
  type SubaccountId,
} from "../../subaccounts/index.js";
import { clobRejection } from "../errors.js";
import type { ClobKernel } from "../state.js";

/**
 * Quote quantums at which closing `delta` of a position leaves NC/MMR unchanged (clob.md §8.5):
 * positive = the account must receive
 * them, negative = it may pay them. 1014 unless `delta` closes at most the whole position.
 * ROUNDING: the result up.
 */
export function bankruptcyQuote(
  k: ClobKernel,
  account: SubaccountId,
  perpetualId: number,
  delta: bigint,
): bigint | Rejection {
  const size = positionSize(getSubaccount(k, account), perpetualId);
  if (delta === 0n || sign(delta) === sign(size) || abs(delta) > abs(size)) {
    return clobRejection(1014, `Position size delta ${delta}, position size ${size}`);
  }
  const perpetual = mustPerpetual(k, perpetualId);
  const { nc, mmr } = accountRisk(k, account);
  const after = size + delta;
  const notionalDelta = notional(k, perpetual, after) - notional(k, perpetual, size);
  const marginDelta =
    maintenanceRequirement(k, perpetual, after) - maintenanceRequirement(k, perpetual, size);
  const share = mmr === 0n ? 0n : floorDiv(nc * abs(marginDelta), mmr);
  return -notionalDelta - share;
}
