import { schemas as s, services } from "@perpetua/api";
import { CacheControl, route } from "../http/route.js";

/** The vault answers may be two minutes old (api.md §2.5). */
const VAULT_REUSE_MS = 120_000;
const vault = { bucket: "get", cacheControl: CacheControl.tenSeconds } as const;
const affiliate = { bucket: "get", cacheControl: CacheControl.tenSeconds } as const;

/** Affiliates, vaults and push tokens (api.md §1.22, §1.23, §1.25). */
export const programRoutes = [
  route({
    method: "GET",
    path: "/v4/affiliates/metadata",
    summary: "Referral code and flags",
    input: s.affiliateMetadataInput,
    output: s.affiliateMetadataResponse,
    bucket: "get",
    cacheControl: CacheControl.revalidate,
    handle: services.getAffiliateMetadata,
  }),
  route({
    method: "GET",
    path: "/v4/affiliates/address",
    summary: "Owner of a referral code",
    input: s.affiliateAddressInput,
    output: s.affiliateAddressResponse,
    ...affiliate,
    handle: services.getAffiliateAddress,
  }),
  route({
    method: "GET",
    path: "/v4/affiliates/snapshot",
    summary: "Affiliate statistics",
    input: s.affiliateSnapshotInput,
    output: s.affiliateSnapshotResponse,
    ...affiliate,
    handle: services.getAffiliateSnapshot,
  }),
  route({
    method: "GET",
    path: "/v4/affiliates/total_volume",
    summary: "Lifetime volume of an address",
    input: s.affiliateVolumeInput,
    output: s.affiliateVolumeResponse,
    ...affiliate,
    handle: services.getAffiliateVolume,
  }),
  route({
    method: "POST",
    path: "/v4/affiliates/referralCode",
    summary: "Change referral code",
    input: s.referralCodeInput,
    output: s.referralCodeResponse,
    handle: services.updateReferralCode,
  }),
  route({
    method: "POST",
    path: "/v4/affiliates/referralCode-keplr",
    summary: "Change referral code, ADR-36",
    input: s.referralCodeKeplrInput,
    output: s.referralCodeResponse,
    handle: services.updateReferralCodeKeplr,
  }),
  route({
    method: "POST",
    path: "/v4/addresses/:address/registerToken",
    summary: "Register a push token",
    input: s.registerTokenInput,
    output: s.registerTokenResponse,
    cacheControl: CacheControl.never,
    handle: services.registerToken,
  }),
  route({
    method: "GET",
    path: "/v4/vault/v1/megavault/historicalPnl",
    summary: "Megavault PnL",
    input: s.vaultPnlInput,
    output: s.megavaultPnlResponse,
    ...vault,
    reuseMs: VAULT_REUSE_MS,
    handle: services.getMegavaultPnl,
  }),
  route({
    method: "GET",
    path: "/v4/vault/v1/vaults/historicalPnl",
    summary: "PnL per vault",
    input: s.vaultPnlInput,
    output: s.vaultsPnlResponse,
    ...vault,
    reuseMs: VAULT_REUSE_MS,
    handle: services.getVaultsPnl,
  }),
  route({
    method: "GET",
    path: "/v4/vault/v1/megavault/positions",
    summary: "Positions per vault",
    input: s.emptyInput,
    output: s.megavaultPositionsResponse,
    ...vault,
    handle: services.getMegavaultPositions,
  }),
];
