import { indexerEvents, type affiliates as wire } from "@perpetua/protocol";
import { isValidAddress } from "../auth/index.js";
import { assert } from "../math/index.js";
import type { GenesisJson, Rejection } from "../state/index.js";
import { affiliatesRejection } from "./errors.js";
import { type AffiliatesKernel, affiliateTiers, referrerOf } from "./state.js";

/** Largest share of a taker fee that a tier may give (risk.md §8.1). */
export const MAX_AFFILIATE_SHARE_PPM = 500_000;

function parties(msg: wire.MsgRegisterAffiliate): string {
  return `referee: ${msg.referee}, affiliate: ${msg.affiliate}`;
}

/** Ties a referee to an affiliate for good (risk.md §8.2). */
export function registerAffiliate(
  k: AffiliatesKernel,
  msg: wire.MsgRegisterAffiliate,
): Rejection | undefined {
  if (msg.referee === msg.affiliate) return affiliatesRejection(10, parties(msg));
  if (!isValidAddress(msg.referee) || !isValidAddress(msg.affiliate)) {
    return affiliatesRejection(5, parties(msg));
  }
  if (referrerOf(k, msg.referee) !== undefined) return affiliatesRejection(1, parties(msg));
  if (affiliateTiers(k).length === 0) return affiliatesRejection(9, "");
  k.affiliates.referredBy.set(msg.referee, msg.affiliate);
  k.indexer.addTransactionEvent("register_affiliate", 1, indexerEvents.RegisterAffiliateEventV1, {
    referee: msg.referee,
    affiliate: msg.affiliate,
  });
  return undefined;
}

/** Replaces the tiers; tier 0 is not checked (risk.md §8.2). */
export function setAffiliateTiers(
  k: AffiliatesKernel,
  tiers: wire.AffiliateTiers,
): Rejection | undefined {
  for (let i = 1; i < tiers.tiers.length; i++) {
    const [previous, tier] = [tiers.tiers[i - 1], tiers.tiers[i]];
    if (previous === undefined || tier === undefined) continue;
    if (tier.takerFeeSharePpm > MAX_AFFILIATE_SHARE_PPM) {
      return affiliatesRejection(7, `taker fee share ppm ${tier.takerFeeSharePpm}`);
    }
    if (tier.reqReferredVolumeQuoteQuantums <= previous.reqReferredVolumeQuoteQuantums) {
      return affiliatesRejection(3, "tiers values must be strictly increasing");
    }
  }
  k.affiliates.tiers.set(tiers);
  return undefined;
}

/** Stores the legacy whitelist (risk.md §8.2). */
export function setAffiliateWhitelist(
  k: AffiliatesKernel,
  whitelist: wire.AffiliateWhitelist,
): Rejection | undefined {
  const seen = new Set<string>();
  for (const tier of whitelist.tiers) {
    if (tier.takerFeeSharePpm > MAX_AFFILIATE_SHARE_PPM) {
      return affiliatesRejection(7, `taker fee share ppm ${tier.takerFeeSharePpm}`);
    }
    for (const address of tier.addresses) {
      if (!isValidAddress(address)) return affiliatesRejection(5, address);
      if (seen.has(address)) return affiliatesRejection(8, address);
      seen.add(address);
    }
  }
  k.affiliates.whitelist.set(whitelist);
  return undefined;
}

/** Reads `app_state.affiliates`. */
export function initGenesis(k: AffiliatesKernel, json: GenesisJson): void {
  const tiers = json.at("affiliate_tiers").at("tiers").list();
  const refused = setAffiliateTiers(k, {
    tiers: tiers.map((t) => ({
      reqReferredVolumeQuoteQuantums: t.at("req_referred_volume_quote_quantums").bigint(),
      reqStakedWholeCoins: t.at("req_staked_whole_coins").number(),
      takerFeeSharePpm: t.at("taker_fee_share_ppm").number(),
    })),
  });
  assert(refused === undefined, `affiliates.affiliate_tiers: ${refused?.log}`);
  const p = json.at("affiliate_parameters");
  const volume = "maximum_30d_attributable_volume_per_referred_user_quote_quantums";
  const revenue = "maximum_30d_affiliate_revenue_per_referred_user_quote_quantums";
  k.affiliates.parameters.set({
    maximum30dAttributableVolumePerReferredUserQuoteQuantums: p.at(volume).bigint(),
    refereeMinimumFeeTierIdx: p.at("referee_minimum_fee_tier_idx").number(),
    maximum30dAffiliateRevenuePerReferredUserQuoteQuantums: p.at(revenue).bigint(),
  });
}
