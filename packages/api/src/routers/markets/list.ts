import { perpetualMarketsInput, perpetualMarketsResponse } from "../../schemas/markets.js";
import { getPerpetualMarkets } from "../../services/markets/getPerpetualMarkets.js";
import { publicProcedure } from "../../trpc.js";

/** Markets by ticker. */
export const list = publicProcedure
  .input(perpetualMarketsInput)
  .output(perpetualMarketsResponse)
  .query(({ ctx, input }) => getPerpetualMarkets(ctx.deps, input));
