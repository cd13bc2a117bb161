import { orderbookInput, orderbookResponse } from "../../schemas/markets.js";
import { getOrderbook } from "../../services/markets/getOrderbook.js";
import { publicProcedure } from "../../trpc.js";

/** Order book of a market, uncrossed, 100 levels a side. */
export const get = publicProcedure
  .input(orderbookInput)
  .output(orderbookResponse)
  .query(({ ctx, input }) => getOrderbook(ctx.deps, input));
