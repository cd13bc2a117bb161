import { rewardAggregationsInput, rewardAggregationsResponse } from "../../schemas/rewards.js";
import { getRewardAggregations } from "../../services/rewards/getRewardAggregations.js";
import { publicProcedure } from "../../trpc.js";

/** Trading rewards per day, week or month. */
export const aggregations = publicProcedure
  .input(rewardAggregationsInput)
  .output(rewardAggregationsResponse)
  .query(({ ctx, input }) => getRewardAggregations(ctx.deps, input));
