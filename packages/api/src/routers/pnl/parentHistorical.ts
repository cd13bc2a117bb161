import { parentHistoricalPnlInput, parentHistoricalPnlResponse } from "../../schemas/pnl.js";
import { getParentHistoricalPnl } from "../../services/pnl/getHistoricalPnl.js";
import { publicProcedure } from "../../trpc.js";

/** Hourly PnL ticks summed over the children of a parent. */
export const parentHistorical = publicProcedure
  .input(parentHistoricalPnlInput)
  .output(parentHistoricalPnlResponse)
  .query(({ ctx, input }) => getParentHistoricalPnl(ctx.deps, input));
