import { balanceOf, USDC_DENOM } from "../../bank/index.js";
import { abs, min, mulPpmDown } from "../../math/index.js";
import { mustPerpetual, notional } from "../../perpetuals/index.js";
import { isRejection, type Rejection } from "../../state/index.js";
import { insuranceFundOf, subaccountKey } from "../../subaccounts/index.js";
import type { LimitedFill, Taker } from "../settlement/types.js";
import type { ClobKernel, LiquidationUse } from "../state.js";
import { bankruptcyQuote } from "./bankruptcy.js";
import { liquidationLimits } from "./config.js";

const NOTHING_USED: LiquidationUse = { notional: 0n, insuranceLost: 0n };

/** What liquidations of an account used up in this block so far. */
export function liquidationUse(k: ClobKernel, account: Taker["subaccountId"]): LiquidationUse {
  return k.clob.block.liquidationUse.get(subaccountKey(account)) ?? NOTHING_USED;
}

/**
 * What a liquidation fill pays to the insurance fund (positive) or takes from it (clob.md §8.6):
 * everything above the bankruptcy price
 * up to the maximum fee. ROUNDING: the fee down.
 */
export function insuranceDelta(
  k: ClobKernel,
  taker: Taker,
  perpetualId: number,
  quantums: bigint,
  quote: bigint,
): bigint | Rejection {
  const delta = taker.isBuy ? quantums : -quantums;
  const bankruptcy = bankruptcyQuote(k, taker.subaccountId, perpetualId, delta);
  if (isRejection(bankruptcy)) return bankruptcy;
  const surplus = (taker.isBuy ? -quote : quote) - bankruptcy;
  if (surplus <= 0n) return surplus;
  return min(mulPpmDown(quote, liquidationLimits(k).maxLiquidationFeePpm), surplus);
}

/** The limits of a liquidation fill (clob.md §8.6): fund, notional and insurance lost per block. */
export function liquidationLimit(
  k: ClobKernel,
  taker: Taker,
  perpetualId: number,
  quantums: bigint,
  insurance: bigint,
): LimitedFill | undefined {
  const fund = insuranceFundOf(k, perpetualId);
  if (balanceOf(k, fund, USDC_DENOM) + insurance < 0n) return { kind: "limited", code: 1013 };
  const limits = liquidationLimits(k);
  const used = liquidationUse(k, taker.subaccountId);
  const value = abs(notional(k, mustPerpetual(k, perpetualId), quantums));
  if (value > limits.maxNotionalLiquidated - used.notional) return { kind: "limited", code: 1011 };
  if (insurance < 0n && -insurance > limits.maxQuantumsInsuranceLost - used.insuranceLost) {
    return { kind: "limited", code: 1012 };
  }
  return undefined;
}

/** Counts a liquidation fill against the block's limits. */
export function noteLiquidationFill(
  k: ClobKernel,
  taker: Taker,
  perpetualId: number,
  quantums: bigint,
  insurance: bigint,
): void {
  const used = liquidationUse(k, taker.subaccountId);
  const value = abs(notional(k, mustPerpetual(k, perpetualId), quantums));
  k.clob.block.liquidationUse.set(subaccountKey(taker.subaccountId), {
    notional: used.notional + value,
    insuranceLost: used.insuranceLost + (insurance < 0n ? -insurance : 0n),
  });
}
