import { affiliates as wire } from "@perpetua/protocol";
import { isValidAddress } from "../auth/index.js";
import { type Query, query } from "../query/index.js";
import { affiliatesRejection } from "./errors.js";
import { queryAffiliateInfo, queryReferredBy } from "./queries.js";
import { type AffiliatesKernel, affiliateParameters, affiliateTiers } from "./state.js";

const SERVICE = "/dydxprotocol.affiliates.Query";

/** risk.md §8.5. */
export const affiliatesQueries: readonly Query<AffiliatesKernel>[] = [
  query(
    `${SERVICE}/AffiliateInfo`,
    wire.AffiliateInfoRequest,
    wire.AffiliateInfoResponse,
    (k, { address }) =>
      isValidAddress(address)
        ? queryAffiliateInfo(k, address)
        : affiliatesRejection(5, `address: ${address}`),
  ),
  query(
    `${SERVICE}/ReferredBy`,
    wire.ReferredByRequest,
    wire.ReferredByResponse,
    (k, { address }) =>
      isValidAddress(address)
        ? queryReferredBy(k, address)
        : affiliatesRejection(5, `address: ${address}`),
  ),
  query(
    `${SERVICE}/AllAffiliateTiers`,
    wire.AllAffiliateTiersRequest,
    wire.AllAffiliateTiersResponse,
    (k) => ({ tiers: { tiers: [...affiliateTiers(k)] } }),
  ),
  query(
    `${SERVICE}/AffiliateWhitelist`,
    wire.AffiliateWhitelistRequest,
    wire.AffiliateWhitelistResponse,
    (k) => ({ whitelist: k.affiliates.whitelist.get() ?? { tiers: [] } }),
  ),
  query(
    `${SERVICE}/AffiliateParameters`,
    wire.AffiliateParametersRequest,
    wire.AffiliateParametersResponse,
    (k) => ({ parameters: affiliateParameters(k) }),
  ),
  query(
    `${SERVICE}/AffiliateOverrides`,
    wire.AffiliateOverridesRequest,
    wire.AffiliateOverridesResponse,
    (k) => ({ overrides: k.affiliates.overrides.get() ?? { addresses: [] } }),
  ),
];
