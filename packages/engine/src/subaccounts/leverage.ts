import { getPerpetual, liquidityTierOf, perpetualsRejection } from "../perpetuals/index.js";
import type { Rejection } from "../state/index.js";
import { subaccountsRejection } from "./errors.js";
import { overlayLeverage } from "./leverageState.js";
import { isInitialCollateralized, riskOf } from "./risk.js";
import { settleFunding } from "./settle.js";
import {
  getSubaccount,
  type LeverageEntry,
  type SubaccountId,
  type SubaccountsKernel,
} from "./state.js";

/**
 * MsgUpdateLeverage after the clob resolved its pairs to perpetuals (risk.md §5): 700 around 702,
 * 701, 703, then the new entries are stored over the old ones. The margin check knows only the
 * entries supplied now.
 */
export function updateLeverage(
  k: SubaccountsKernel,
  id: SubaccountId,
  entries: readonly LeverageEntry[],
): Rejection | undefined {
  const sorted = [...entries].sort((a, b) => a.perpetualId - b.perpetualId);
  for (const entry of sorted) {
    const refused = validateEntry(k, entry);
    if (refused !== undefined) return refused;
  }
  const { subaccount } = settleFunding(k, getSubaccount(k, id));
  if (!isInitialCollateralized(riskOf(k, subaccount, sorted))) {
    return subaccountsRejection(703, `subaccount {${id.owner} ${id.number}}`);
  }
  overlayLeverage(k, id, sorted);
  return undefined;
}

/** The fraction is compared with the tier's own, not with the one scaled by open interest. */
function validateEntry(k: SubaccountsKernel, entry: LeverageEntry): Rejection | undefined {
  const { perpetualId, customImfPpm } = entry;
  const perpetual = getPerpetual(k, perpetualId);
  if (perpetual === undefined) return perpetualsRejection(1, String(perpetualId));
  const base = liquidityTierOf(k, perpetual).initialMarginPpm;
  if (base === 0) {
    return subaccountsRejection(700, `perpetual ${perpetualId}: initial margin ppm is zero`);
  }
  if (customImfPpm >= base) return undefined;
  const limit = `minimum allowed imf (${base}) for perpetual ${perpetualId}`;
  const what = `${customImfPpm} is less than ${limit}`;
  return subaccountsRejection(701, `${what} resulting in higher than allowed leverage`);
}
