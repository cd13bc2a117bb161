import { floorDiv, mulPpmUp, ONE_MILLION } from "../math/index.js";

/** The members of a liquidity tier that margins depend on. */
export interface MarginTier {
  readonly initialMarginPpm: number;
  readonly maintenanceFractionPpm: number;
  readonly openInterestLowerCap: bigint;
  readonly openInterestUpperCap: bigint;
}

export interface Margins {
  readonly imr: bigint;
  readonly mmr: bigint;
}

/**
 * Initial margin fraction scaled by open interest (risk.md §3.3, OIMF), in ppm.
 * `openInterest` is in quote quantums. ROUNDING: floor of the scaled part.
 */
export function openInterestMarginFractionPpm(tier: MarginTier, openInterest: bigint): bigint {
  const base = BigInt(tier.initialMarginPpm);
  const lower = tier.openInterestLowerCap;
  const upper = tier.openInterestUpperCap;
  if (upper === 0n || openInterest <= lower) return base;
  if (openInterest >= upper) return ONE_MILLION;
  return base + floorDiv((ONE_MILLION - base) * (openInterest - lower), upper - lower);
}

/** Initial margin of the tier itself, without scaling or user leverage. ROUNDING: ceil. */
export function baseInitialMargin(absNotional: bigint, tier: MarginTier): bigint {
  return mulPpmUp(absNotional, tier.initialMarginPpm);
}

/**
 * Maintenance margin: two successive roundings, always on the base initial margin (risk.md §15.2).
 * ROUNDING: ceil twice.
 */
export function maintenanceMargin(absNotional: bigint, tier: MarginTier): bigint {
  return mulPpmUp(baseInitialMargin(absNotional, tier), tier.maintenanceFractionPpm);
}

/**
 * Margins of a position (risk.md §3.3). `openInterest` is in quote quantums; `customImfPpm` is the
 * user's own initial margin fraction, 0 when unset. Neither touches the maintenance margin.
 * ROUNDING: ceil.
 */
export function marginsOf(
  absNotional: bigint,
  tier: MarginTier,
  openInterest: bigint,
  customImfPpm: number,
): Margins {
  let imfPpm = openInterestMarginFractionPpm(tier, openInterest);
  const custom = BigInt(customImfPpm);
  if (custom > imfPpm) imfPpm = custom;
  return { imr: mulPpmUp(absNotional, imfPpm), mmr: maintenanceMargin(absNotional, tier) };
}

/**
 * The largest magnitude of a premium vote or funding rate, in ppm (risk.md §3.5): the clamp factor
 * times the distance between initial and maintenance margin fraction. ROUNDING: floor twice.
 */
export function maxAbsFundingPpm(clampFactorPpm: number, tier: MarginTier): bigint {
  const initial = BigInt(tier.initialMarginPpm);
  const maintenance = floorDiv(initial * BigInt(tier.maintenanceFractionPpm), ONE_MILLION);
  return floorDiv(BigInt(clampFactorPpm) * (initial - maintenance), ONE_MILLION);
}
