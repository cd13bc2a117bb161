import { z } from "zod";
import { plainText, withRule } from "./rules.js";

export const affiliateMetadataInput = z.object({
  address: withRule(plainText().min(1), "string", "address must be a valid string"),
});
export const affiliateMetadataResponse = z.object({
  referralCode: z.string(),
  isVolumeEligible: z.boolean(),
  isAffiliate: z.boolean(),
});
export type AffiliateMetadataResponse = z.output<typeof affiliateMetadataResponse>;

export const affiliateAddressInput = z.object({
  referralCode: withRule(plainText().min(1), "string", "referralCode must be a valid string"),
});
export const affiliateAddressResponse = z.object({ address: z.string() });
export type AffiliateAddressResponse = z.output<typeof affiliateAddressResponse>;

/** JSON numbers, not strings: these are statistics, no balance depends on them (api.md §1.22). */
export const affiliateRow = z.object({
  affiliateAddress: z.string(),
  affiliateReferralCode: z.string(),
  affiliateEarnings: z.number(),
  affiliateReferredTrades: z.number(),
  affiliateTotalReferredFees: z.number(),
  affiliateReferredUsers: z.number(),
  affiliateReferredNetProtocolEarnings: z.number(),
  affiliateReferredTotalVolume: z.number(),
  affiliateReferredMakerFees: z.number(),
  affiliateReferredTakerFees: z.number(),
  affiliateReferredMakerRebates: z.number(),
});
export type AffiliateRow = z.output<typeof affiliateRow>;
export const affiliateSnapshotInput = z.object({
  addressFilter: withRule(
    z.array(plainText().min(1)).min(1).optional(),
    "addressList",
    "addressFilter must be a non-empy array of comma separated strings",
  ),
  offset: withRule(z.int().min(0).default(0), "integer", "offset must be a valid integer"),
  limit: withRule(z.int().min(1).default(1000), "integer", "limit must be a valid integer"),
  sortByAffiliateEarning: withRule(
    z.boolean().default(false),
    "boolean",
    "sortByAffiliateEarning must be a boolean",
  ),
});
export type AffiliateSnapshotInput = z.output<typeof affiliateSnapshotInput>;
export const affiliateSnapshotResponse = z.object({
  affiliateList: z.array(affiliateRow),
  total: z.int(),
  currentOffset: z.int(),
});
export type AffiliateSnapshotResponse = z.output<typeof affiliateSnapshotResponse>;

export const affiliateVolumeInput = z.object({
  address: withRule(plainText().optional(), "string", "Invalid value"),
});
export const affiliateVolumeResponse = z.object({ totalVolume: z.number().nullable() });
export type AffiliateVolumeResponse = z.output<typeof affiliateVolumeResponse>;

const bodyText = (name: string) =>
  withRule(plainText().min(1), "json", `${name} must be a valid string`, { missingIn: "body" });
const newCode = () =>
  withRule(
    z.string().regex(/^[A-Za-z0-9]{3,32}$/),
    "json",
    "newCode must be a valid string of 3-32 alphanumeric characters",
    { missingIn: "body" },
  );
export const referralCodeInput = z.object({
  address: bodyText("address"),
  newCode: newCode(),
  signedMessage: bodyText("signedMessage"),
  pubKey: bodyText("pubKey"),
  timestamp: withRule(z.int(), "json", "timestamp must be a valid integer", {
    missingIn: "body",
  }),
});
export type ReferralCodeInput = z.output<typeof referralCodeInput>;
export const referralCodeKeplrInput = z.object({
  address: bodyText("address"),
  newCode: newCode(),
  signedMessage: bodyText("signedMessage"),
  pubKey: bodyText("pubKey"),
});
export type ReferralCodeKeplrInput = z.output<typeof referralCodeKeplrInput>;
export const referralCodeResponse = z.object({ referralCode: z.string() });
export type ReferralCodeResponse = z.output<typeof referralCodeResponse>;
