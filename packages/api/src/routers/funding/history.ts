import { historicalFundingInput, historicalFundingResponse } from "../../schemas/funding.js";
import { getHistoricalFunding } from "../../services/funding/getHistoricalFunding.js";
import { publicProcedure } from "../../trpc.js";

/** Funding rates of a market, newest first. */
export const history = publicProcedure
  .input(historicalFundingInput)
  .output(historicalFundingResponse)
  .query(({ ctx, input }) => getHistoricalFunding(ctx.deps, input));
