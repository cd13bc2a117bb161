import { ceilDiv, clamp, floorDiv, MAX_UINT64, pow10 } from "../../math/index.js";
import { maintenanceRequirement, mustPerpetual, notional } from "../../perpetuals/index.js";
import {
  accountRisk,
  getSubaccount,
  positionSize,
  type SubaccountId,
} from "../../subaccounts/index.js";
import type { ClobPair } from "../clobPair.js";
import type { ClobKernel } from "../state.js";
import { liquidationLimits } from "./config.js";

const MILLION = 1_000_000n;

/**
 * The worst price at which a position may be liquidated, in subticks (clob.md §8.4). It always uses
 * the whole position.
 * ROUNDING: up to a tick when a long is sold, down to a tick when a short is bought back.
 */
export function fillableSubticks(
  k: ClobKernel,
  account: SubaccountId,
  perpetualId: number,
  pair: ClobPair,
): bigint {
  const size = positionSize(getSubaccount(k, account), perpetualId);
  const perpetual = mustPerpetual(k, perpetualId);
  const { nc, mmr } = accountRisk(k, account);
  const limits = liquidationLimits(k);
  // ABR = clamp(adjustment × (1 − TNC/TMMR), 0, 1) as the fraction ratio / (10^6 × TMMR).
  const full = MILLION * mmr;
  const ratio = clamp(BigInt(limits.bankruptcyAdjustmentPpm) * (mmr - nc), 0n, full);
  const margin = maintenanceRequirement(k, perpetual, size);
  const spread = BigInt(limits.spreadToMaintenanceMarginRatioPpm);
  // (PNNV − ABR × spread × PMMR) / PS over 10^QCE, with one denominator.
  let num = notional(k, perpetual, size) * full * MILLION - ratio * spread * margin;
  let den = size * full * MILLION;
  const exponent = pair.quantumConversionExponent;
  if (exponent >= 0) den *= pow10(exponent);
  else num *= pow10(-exponent);
  if (den < 0n) {
    num = -num;
    den = -den;
  }
  const tick = BigInt(pair.subticksPerTick);
  const highest = MAX_UINT64 - (MAX_UINT64 % tick);
  const long = size > 0n;
  const subticks = long ? ceilDiv(num, den) : floorDiv(num, den);
  const rounded = long ? ceilDiv(subticks, tick) * tick : floorDiv(subticks, tick) * tick;
  return clamp(rounded, tick, highest);
}
