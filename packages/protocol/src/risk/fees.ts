import { PPM_ONE } from "../types/limits.js";
import { fillQuoteQuantums } from "../units/market.js";
import { mulPpmRoundDown, mulPpmRoundUp, mulPpmTrunc } from "../units/ppm.js";

/** ROUNDING: up, so a rebate shrinks: −0.9 becomes 0, −1.2 becomes −1 (clob.md §2). */
export function tradingFeeRoundUp(quoteQuantums: bigint, feePpm: number): bigint {
  return mulPpmRoundUp(quoteQuantums, feePpm);
}

/** ROUNDING: up. */
export function builderFeeRoundUp(quoteQuantums: bigint, feePpm: number): bigint {
  return mulPpmRoundUp(quoteQuantums, feePpm);
}

/** ROUNDING: down. */
export function revenueShareRoundDown(base: bigint, sharePpm: number): bigint {
  return mulPpmRoundDown(base, sharePpm);
}

/**
 * ROUNDING: toward zero at both steps. Rate after the market's charge and, for a positive rate, the
 * staking discount (clob.md §7.4).
 */
export function feeRatePpmTrunc(
  basePpm: number,
  marketChargePpm: number = PPM_ONE,
  stakingDiscountPpm = 0,
): number {
  const charged = mulPpmTrunc(BigInt(basePpm), marketChargePpm);
  if (charged <= 0n) return Number(charged);
  return Number(mulPpmTrunc(charged, PPM_ONE - stakingDiscountPpm));
}

export interface FillInput {
  readonly makerSubticks: bigint;
  readonly baseQuantums: bigint;
  readonly quantumConversionExponent: number;
  readonly takerFeePpm: number;
  readonly makerFeePpm: number;
  readonly takerBuilderFeePpm?: number;
  readonly makerBuilderFeePpm?: number;
}

export interface FillAmounts {
  readonly quoteQuantums: bigint;
  readonly takerFee: bigint;
  readonly makerFee: bigint;
  readonly takerBuilderFee: bigint;
  readonly makerBuilderFee: bigint;
}

/** What one fill exchanges and charges (clob.md §7.2). */
export function fillAmounts(input: FillInput): FillAmounts {
  const quoteQuantums = fillQuoteQuantums(
    input.makerSubticks,
    input.baseQuantums,
    input.quantumConversionExponent,
  );
  return {
    quoteQuantums,
    takerFee: tradingFeeRoundUp(quoteQuantums, input.takerFeePpm),
    makerFee: tradingFeeRoundUp(quoteQuantums, input.makerFeePpm),
    takerBuilderFee: builderFeeRoundUp(quoteQuantums, input.takerBuilderFeePpm ?? 0),
    makerBuilderFee: builderFeeRoundUp(quoteQuantums, input.makerBuilderFeePpm ?? 0),
  };
}
