import { affiliateSnapshotInput, affiliateSnapshotResponse } from "../../schemas/affiliates.js";
import { getAffiliateSnapshot } from "../../services/affiliates/getAffiliateSnapshot.js";
import { publicProcedure } from "../../trpc.js";

/** Statistics of affiliates. */
export const snapshot = publicProcedure
  .input(affiliateSnapshotInput)
  .output(affiliateSnapshotResponse)
  .query(({ ctx, input }) => getAffiliateSnapshot(ctx.deps, input));
