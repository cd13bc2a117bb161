import { encodeSerializableInt, type affiliates as wire } from "@perpetua/protocol";
import { currentStake, userStats } from "../stats/index.js";
import { affiliateTier } from "./share.js";
import { type AffiliatesKernel, isOverridden, referrerOf } from "./state.js";

/** `is_whitelisted` tells whether the address is overridden (risk.md §8.5). */
export function queryAffiliateInfo(
  k: AffiliatesKernel,
  address: string,
): wire.AffiliateInfoResponse {
  const stats = userStats(k, address);
  const tier = affiliateTier(k, address);
  const referred = encodeSerializableInt(stats.affiliate30dReferredVolumeQuoteQuantums);
  return {
    isWhitelisted: isOverridden(k, address),
    tier: tier.index,
    feeSharePpm: tier.sharePpm,
    referredVolume: referred,
    stakedAmount: encodeSerializableInt(currentStake(k, address)),
    referredVolume30dRolling: referred,
    attributedVolume30dRolling: encodeSerializableInt(
      stats.affiliate30dAttributedVolumeQuoteQuantums,
    ),
  };
}

/** The affiliate of `address`, empty without one. */
export function queryReferredBy(k: AffiliatesKernel, address: string): wire.ReferredByResponse {
  return { affiliateAddress: referrerOf(k, address) ?? "" };
}
