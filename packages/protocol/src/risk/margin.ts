import { ONE_MILLION, PPM_ONE } from "../types/limits.js";
import { absBigInt, floorDiv } from "../units/integerDivision.js";
import { mulPpmRoundUp } from "../units/ppm.js";
import { baseToQuoteTrunc, type OraclePrice } from "./conversions.js";

/** The members of a liquidity tier that margins depend on; the generated message fits. */
export interface MarginTier {
  readonly initialMarginPpm: number;
  readonly maintenanceFractionPpm: number;
  readonly openInterestLowerCap: bigint;
  readonly openInterestUpperCap: bigint;
}

/** Net collateral and the two requirements, in quote quantums. */
export interface Risk {
  readonly netCollateral: bigint;
  readonly initialMargin: bigint;
  readonly maintenanceMargin: bigint;
}

export const NO_RISK: Risk = { netCollateral: 0n, initialMargin: 0n, maintenanceMargin: 0n };

export interface PositionRiskInput {
  readonly quantums: bigint;
  /** Only non-zero for positions that carry their own quote. */
  readonly quoteBalance?: bigint;
  readonly market: OraclePrice;
  readonly tier: MarginTier;
  /** Open interest in base quantums, after the update that is being judged. */
  readonly openInterest: bigint;
  /** The user's own initial margin fraction for this market; 0 means unset. */
  readonly customImfPpm?: number;
}

/**
 * ROUNDING: floor. Initial margin fraction in ppm, scaled up linearly between the caps of the tier
 * (risk.md §3.3); `openInterestNotional` in quote quantums.
 */
export function openInterestScaledImfPpm(tier: MarginTier, openInterestNotional: bigint): number {
  const base = tier.initialMarginPpm;
  const { openInterestLowerCap: lower, openInterestUpperCap: upper } = tier;
  if (upper === 0n || openInterestNotional <= lower) return base;
  if (openInterestNotional >= upper) return PPM_ONE;
  const room = BigInt(PPM_ONE - base);
  return base + Number(floorDiv(room * (openInterestNotional - lower), upper - lower));
}

/**
 * Fraction that applies to a position: open interest and the user's choice, whichever is higher.
 */
export function effectiveImfPpm(
  tier: MarginTier,
  openInterestNotional: bigint,
  customImfPpm = 0,
): number {
  return Math.max(openInterestScaledImfPpm(tier, openInterestNotional), customImfPpm);
}

/** ROUNDING: up. */
export function initialMarginRoundUp(notional: bigint, imfPpm: number): bigint {
  return mulPpmRoundUp(notional, imfPpm);
}

/** ROUNDING: up twice, always from the tier's base fraction. */
export function maintenanceMarginRoundUp(notional: bigint, tier: MarginTier): bigint {
  return mulPpmRoundUp(mulPpmRoundUp(notional, tier.initialMarginPpm), tier.maintenanceFractionPpm);
}

/** Maintenance margin fraction of a tier in ppm, for display. ROUNDING: floor. */
export function maintenanceMarginPpm(tier: MarginTier): number {
  const product = BigInt(tier.initialMarginPpm) * BigInt(tier.maintenanceFractionPpm);
  return Number(product / ONE_MILLION);
}

/** Contribution of one perpetual position. */
export function positionRisk(input: PositionRiskInput): Risk {
  const notional = baseToQuoteTrunc(absBigInt(input.quantums), input.market);
  const openInterestNotional = baseToQuoteTrunc(input.openInterest, input.market);
  const imfPpm = effectiveImfPpm(input.tier, openInterestNotional, input.customImfPpm);
  const signed = input.quantums < 0n ? -notional : notional;
  return {
    netCollateral: signed + (input.quoteBalance ?? 0n),
    initialMargin: initialMarginRoundUp(notional, imfPpm),
    maintenanceMargin: maintenanceMarginRoundUp(notional, input.tier),
  };
}

export function addRisk(a: Risk, b: Risk): Risk {
  return {
    netCollateral: a.netCollateral + b.netCollateral,
    initialMargin: a.initialMargin + b.initialMargin,
    maintenanceMargin: a.maintenanceMargin + b.maintenanceMargin,
  };
}

/** Risk of a subaccount whose funding is settled: its USDC and all its positions. */
export function accountRisk(usdcQuantums: bigint, positions: readonly PositionRiskInput[]): Risk {
  return positions.map(positionRisk).reduce(addRisk, { ...NO_RISK, netCollateral: usdcQuantums });
}
