import { candlesInput, candlesResponse } from "../../schemas/candles.js";
import { getCandles } from "../../services/candles/getCandles.js";
import { publicProcedure } from "../../trpc.js";

/** Candles of a market, newest first. */
export const list = publicProcedure
  .input(candlesInput)
  .output(candlesResponse)
  .query(({ ctx, input }) => getCandles(ctx.deps, input));
