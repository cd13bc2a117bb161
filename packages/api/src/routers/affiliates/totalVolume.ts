import { affiliateVolumeInput, affiliateVolumeResponse } from "../../schemas/affiliates.js";
import { getAffiliateVolume } from "../../services/affiliates/getAffiliates.js";
import { publicProcedure } from "../../trpc.js";

/** Lifetime volume of an address. */
export const totalVolume = publicProcedure
  .input(affiliateVolumeInput)
  .output(affiliateVolumeResponse)
  .query(({ ctx, input }) => getAffiliateVolume(ctx.deps, input));
