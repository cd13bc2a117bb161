import { parentPnlInput, parentPnlResponse } from "../../schemas/pnl.js";
import { getParentPnl } from "../../services/pnl/getPnl.js";
import { publicProcedure } from "../../trpc.js";

/** PnL series summed over the children of a parent. */
export const parentSeries = publicProcedure
  .input(parentPnlInput)
  .output(parentPnlResponse)
  .query(({ ctx, input }) => getParentPnl(ctx.deps, input));
