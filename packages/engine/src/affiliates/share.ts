import { min, mulPpmDown } from "../math/index.js";
import { type Attribution, AttributionRole, userStats } from "../stats/index.js";
import {
  type AffiliatesKernel,
  affiliateParameters,
  affiliateTiers,
  isOverridden,
  referrerOf,
} from "./state.js";

/**
 * Rolling taker volume from which a taker's fees are no longer shared: 50 million USDC (risk.md
 * §8.3).
 */
export const AFFILIATE_VOLUME_LIMIT = 50_000_000_000_000n;

export interface AffiliateShare {
  readonly affiliate: string;
  readonly sharePpm: number;
  readonly amount: bigint;
}

/**
 * The tier of an affiliate; overridden addresses have the last one (risk.md §8.3). No tiers → share
 * 0.
 */
export function affiliateTier(
  k: AffiliatesKernel,
  affiliate: string,
): { readonly index: number; readonly sharePpm: number } {
  const tiers = affiliateTiers(k);
  let index = 0;
  if (isOverridden(k, affiliate)) index = Math.max(0, tiers.length - 1);
  else {
    const volume = userStats(k, affiliate).affiliate30dReferredVolumeQuoteQuantums;
    for (const [i, tier] of tiers.entries()) {
      if (volume < tier.reqReferredVolumeQuoteQuantums) break;
      index = i;
    }
  }
  return { index, sharePpm: tiers[index]?.takerFeeSharePpm ?? 0 };
}

/**
 * The referrer's part of a taker fee, or undefined when there is no share at all (risk.md §8.3).
 * ROUNDING: floor.
 */
export function takerAffiliateShare(
  k: AffiliatesKernel,
  taker: string,
  takerFee: bigint,
): AffiliateShare | undefined {
  if (takerFee === 0n) return undefined;
  const affiliate = referrerOf(k, taker);
  if (affiliate === undefined) return undefined;
  const stats = userStats(k, taker);
  if (stats.takerNotional >= AFFILIATE_VOLUME_LIMIT) return undefined;
  const cap = affiliateParameters(k).maximum30dAffiliateRevenuePerReferredUserQuoteQuantums;
  const generated = stats.affiliate30dRevenueGeneratedQuantums;
  if (cap !== 0n && generated >= cap) return undefined;
  const { sharePpm } = affiliateTier(k, affiliate);
  const share = mulPpmDown(takerFee, sharePpm);
  return { affiliate, sharePpm, amount: cap === 0n ? share : min(share, cap - generated) };
}

/**
 * Volume that a fill adds to the referrers of its two sides (risk.md §8.4). The taker's counts only
 * if the fill has an affiliate share. The cap reads statistics without the block in execution, so
 * one block may overshoot it.
 */
export function volumeAttributions(
  k: AffiliatesKernel,
  taker: string,
  maker: string,
  fillQuoteQuantums: bigint,
  hasAffiliateShare: boolean,
): Attribution[] {
  const attributions: Attribution[] = [];
  if (hasAffiliateShare) {
    attribute(k, AttributionRole.Taker, taker, fillQuoteQuantums, attributions);
  }
  attribute(k, AttributionRole.Maker, maker, fillQuoteQuantums, attributions);
  return attributions;
}

function attribute(
  k: AffiliatesKernel,
  role: AttributionRole,
  referee: string,
  fillQuoteQuantums: bigint,
  out: Attribution[],
): void {
  const referrer = referrerOf(k, referee);
  if (referrer === undefined) return;
  const cap = affiliateParameters(k).maximum30dAttributableVolumePerReferredUserQuoteQuantums;
  const attributed = userStats(k, referee).affiliate30dAttributedVolumeQuoteQuantums;
  const volume = cappedVolume(fillQuoteQuantums, attributed, cap);
  if (volume > 0n) out.push({ role, referrer, volume });
}

/** A cap of 0 means none. */
export function cappedVolume(volume: bigint, attributed: bigint, cap: bigint): bigint {
  if (cap === 0n) return volume;
  return attributed >= cap ? 0n : min(volume, cap - attributed);
}
