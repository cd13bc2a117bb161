import { traderSearchInput, traderSearchResponse } from "../../schemas/traders.js";
import { searchTrader } from "../../services/traders/searchTrader.js";
import { publicProcedure } from "../../trpc.js";

/** Finds a trader by address or username. */
export const search = publicProcedure
  .input(traderSearchInput)
  .output(traderSearchResponse)
  .query(({ ctx, input }) => searchTrader(ctx.deps, input));
