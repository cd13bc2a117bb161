import { tradesInput, tradesResponse } from "../../schemas/trades.js";
import { getTrades } from "../../services/trades/getTrades.js";
import { publicProcedure } from "../../trpc.js";

/** Trades of a market, newest first. */
export const list = publicProcedure
  .input(tradesInput)
  .output(tradesResponse)
  .query(({ ctx, input }) => getTrades(ctx.deps, input));
