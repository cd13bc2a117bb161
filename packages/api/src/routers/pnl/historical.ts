import { historicalPnlInput, historicalPnlResponse } from "../../schemas/pnl.js";
import { getHistoricalPnl } from "../../services/pnl/getHistoricalPnl.js";
import { publicProcedure } from "../../trpc.js";

/** Hourly PnL ticks of a subaccount. */
export const historical = publicProcedure
  .input(historicalPnlInput)
  .output(historicalPnlResponse)
  .query(({ ctx, input }) => getHistoricalPnl(ctx.deps, input));
