import { ONE_MILLION } from "../types/limits.js";
import { clampBigInt, floorDiv, maxBigInt, minBigInt } from "../units/integerDivision.js";
import { baseToQuoteTrunc, type OraclePrice } from "./conversions.js";

/** The funding rate is quoted per 8 hours. */
export const FUNDING_RATE_SECONDS = 28_800n;

export interface FundedPosition {
  readonly quantums: bigint;
  /** Index when the position was last settled. */
  readonly fundingIndex: bigint;
  /** The perpetual's index now. */
  readonly currentFundingIndex: bigint;
}

/** Exact. Settlement in parts per million of a quote quantum; a long with a rising index pays. */
export function fundingSettlementPpm(position: FundedPosition): bigint {
  return -(position.currentFundingIndex - position.fundingIndex) * position.quantums;
}

/** ROUNDING: one floor on the total. Change of the USDC balance when all positions settle. */
export function settleFundingRoundDown(positions: readonly FundedPosition[]): bigint {
  const total = positions.reduce((sum, position) => sum + fundingSettlementPpm(position), 0n);
  return floorDiv(total, ONE_MILLION);
}

/** ROUNDING: minus the floor. Payment reported per position; positive means paid (risk.md §4.5). */
export function fundingPaid(position: FundedPosition): bigint {
  return -floorDiv(fundingSettlementPpm(position), ONE_MILLION);
}

export interface FundingTickInput {
  readonly rate8hPpm: number;
  readonly tickDurationSeconds: number;
  readonly market: OraclePrice;
}

/** ROUNDING: toward zero, twice. Change of a perpetual's funding index (risk.md §3.7). */
export function fundingIndexDelta(input: FundingTickInput): bigint {
  const product = BigInt(input.tickDurationSeconds) * BigInt(input.rate8hPpm);
  return baseToQuoteTrunc(product, input.market) / FUNDING_RATE_SECONDS;
}

/** ROUNDING: toward zero. Average of the samples, padded with zeros to at least `minSamples`. */
export function averagePremiumPpm(
  premiums: readonly number[],
  sampleCount: number,
  minSamples: number,
): number {
  const total = premiums.reduce((sum, premium) => sum + BigInt(premium), 0n);
  const length = Math.max(sampleCount, minSamples);
  return length === 0 ? 0 : Number(total / BigInt(length));
}

/** ROUNDING: floor. Largest magnitude that a clamp factor allows for a tier. */
export function maxAbsFundingPpm(
  clampFactorPpm: number,
  tier: { readonly initialMarginPpm: number; readonly maintenanceFractionPpm: number },
): bigint {
  const initial = BigInt(tier.initialMarginPpm);
  const maintenance = (initial * BigInt(tier.maintenanceFractionPpm)) / ONE_MILLION;
  return ((initial - maintenance) * BigInt(clampFactorPpm)) / ONE_MILLION;
}

export function clampFundingRatePpm(rate8hPpm: bigint, bound: bigint): bigint {
  return clampBigInt(rate8hPpm, minBigInt(-bound, bound), maxBigInt(-bound, bound));
}
