import { blockRewardsInput, blockRewardsResponse } from "../../schemas/rewards.js";
import { getBlockRewards } from "../../services/rewards/getBlockRewards.js";
import { publicProcedure } from "../../trpc.js";

/** Trading rewards per block. */
export const blocks = publicProcedure
  .input(blockRewardsInput)
  .output(blockRewardsResponse)
  .query(({ ctx, input }) => getBlockRewards(ctx.deps, input));
