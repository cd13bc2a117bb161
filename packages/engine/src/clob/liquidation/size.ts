import { abs, clamp, max, min, mulPpmDown } from "../../math/index.js";
import { baseQuantumsOf, mustPerpetual, notional } from "../../perpetuals/index.js";
import { getSubaccount, positionSize, type SubaccountId } from "../../subaccounts/index.js";
import { mustClobPair } from "../clobPair.js";
import type { ClobKernel } from "../state.js";
import { liquidationLimits } from "./config.js";
import { liquidationUse } from "./insurance.js";

/**
 * How much of a position may be liquidated now, in base quantums (clob.md §8.3). ROUNDING: down to
 * the step.
 */
export function liquidationQuantums(
  k: ClobKernel,
  account: SubaccountId,
  perpetualId: number,
  clobPairId: number,
): bigint {
  const size = abs(positionSize(getSubaccount(k, account), perpetualId));
  const perpetual = mustPerpetual(k, perpetualId);
  const step = mustClobPair(k, clobPairId).stepBaseQuantums;
  const limits = liquidationLimits(k);
  const value = abs(notional(k, perpetual, size));
  const positionMax = max(
    min(limits.minPositionNotionalLiquidated, value),
    mulPpmDown(value, limits.maxPositionPortionLiquidatedPpm),
  );
  const accountMax = limits.maxNotionalLiquidated - liquidationUse(k, account).notional;
  const cap = min(positionMax, accountMax);
  if (value <= cap || size <= step) return size;
  const quantums = baseQuantumsOf(k, perpetual, cap);
  return clamp(quantums - (quantums % step), step, size);
}
