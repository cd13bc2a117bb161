import { affiliateMetadataInput, affiliateMetadataResponse } from "../../schemas/affiliates.js";
import { getAffiliateMetadata } from "../../services/affiliates/getAffiliates.js";
import { publicProcedure } from "../../trpc.js";

/** Referral code and flags of an address. */
export const metadata = publicProcedure
  .input(affiliateMetadataInput)
  .output(affiliateMetadataResponse)
  .query(({ ctx, input }) => getAffiliateMetadata(ctx.deps, input));
