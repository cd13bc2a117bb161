import { affiliateAddressInput, affiliateAddressResponse } from "../../schemas/affiliates.js";
import { getAffiliateAddress } from "../../services/affiliates/getAffiliates.js";
import { publicProcedure } from "../../trpc.js";

/** Owner of a referral code. */
export const address = publicProcedure
  .input(affiliateAddressInput)
  .output(affiliateAddressResponse)
  .query(({ ctx, input }) => getAffiliateAddress(ctx.deps, input));
