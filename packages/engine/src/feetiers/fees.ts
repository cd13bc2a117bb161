import { affiliateParameters, referrerOf } from "../affiliates/index.js";
import { timeNs } from "../blocktime/index.js";
import { mulPpmDown, mulPpmTrunc, must, ONE_MILLION } from "../math/index.js";
import { cachedStake, globalNotional, userStats } from "../stats/index.js";
import { type FeeTier, type FeetiersKernel, feeTiers, isVaultAddress } from "./state.js";

/** Choices of the caller that differ from consensus matching. */
export interface FeeOptions {
  /** Lowest tier of a referred address; the affiliates parameter by default. */
  readonly refereeMinimumTierIndex?: number;
}

export interface UserFeeTier {
  readonly index: number;
  readonly tier: FeeTier;
}

/**
 * The fee tier of an address (risk.md §6.3): the last of those whose requirements hold without a
 * gap, the last one for vaults, at least the referees' one for referred addresses.
 */
export function userFeeTier(k: FeetiersKernel, address: string, options?: FeeOptions): UserFeeTier {
  const tiers = feeTiers(k);
  const last = tiers.length - 1;
  let index = isVaultAddress(k, address) ? last : earnedTier(k, address, tiers);
  const minimum =
    options?.refereeMinimumTierIndex ?? affiliateParameters(k).refereeMinimumFeeTierIdx;
  const floor = Math.min(minimum, last);
  if (index < floor && referrerOf(k, address) !== undefined) index = floor;
  return { index, tier: must(tiers[index], "there is at least one fee tier") };
}

function earnedTier(k: FeetiersKernel, address: string, tiers: readonly FeeTier[]): number {
  const { takerNotional, makerNotional } = userStats(k, address);
  const total = takerNotional + makerNotional;
  const global = globalNotional(k);
  let index = 0;
  for (let i = 0; i < tiers.length; i++) {
    const t = tiers[i] as FeeTier;
    if (total < t.absoluteVolumeRequirement) break;
    if (total < mulPpmDown(global, t.totalVolumeShareRequirementPpm)) break;
    if (makerNotional < mulPpmDown(global, t.makerVolumeShareRequirementPpm)) break;
    index = i;
  }
  return index;
}

/**
 * Fee rate of one side of a fill, negative for a rebate (risk.md §6.4). A market's discount scales
 * rebates too, a staking discount does not. ROUNDING: towards zero at each step.
 */
export function feePpm(
  k: FeetiersKernel,
  address: string,
  isTaker: boolean,
  clobPairId: number,
  options?: FeeOptions,
): bigint {
  const { tier } = userFeeTier(k, address, options);
  const base = BigInt(isTaker ? tier.takerFeePpm : tier.makerFeePpm);
  const charged = mulPpmTrunc(base, marketChargePpm(k, clobPairId));
  if (charged <= 0n || !k.feetiers.stakingTiers.has(tier.name)) return charged;
  const discount = stakingDiscountPpm(k, tier.name, cachedStake(k, address));
  return mulPpmTrunc(charged, ONE_MILLION - BigInt(discount));
}

/**
 * What part of fees a market charges now, in ppm. PERF: no look-up while no market has a discount.
 */
export function marketChargePpm(k: FeetiersKernel, clobPairId: number): bigint {
  if (k.feetiers.marketDiscounts.size === 0) return ONE_MILLION;
  const discount = k.feetiers.marketDiscounts.get(String(clobPairId));
  if (discount === undefined) return ONE_MILLION;
  const now = timeNs(k.header);
  const active = discount.startNs <= now && now < discount.endNs;
  return active ? BigInt(discount.chargePpm) : ONE_MILLION;
}

/** Discount of the highest level whose minimum is staked, 0 without one (risk.md §6.6). */
export function stakingDiscountPpm(k: FeetiersKernel, tierName: string, staked: bigint): number {
  let discount = 0;
  for (const level of k.feetiers.stakingTiers.get(tierName) ?? []) {
    if (staked >= level.minStakedBaseTokens) discount = level.feeDiscountPpm;
  }
  return discount;
}

/** The lowest maker fee of any tier, in ppm; negative while rebates exist. */
export function lowestMakerFeePpm(k: FeetiersKernel): number {
  let lowest = 0;
  for (const [i, t] of feeTiers(k).entries()) {
    if (i === 0 || t.makerFeePpm < lowest) lowest = t.makerFeePpm;
  }
  return lowest;
}
