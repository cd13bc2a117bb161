import { pnlInput, pnlResponse } from "../../schemas/pnl.js";
import { getPnl } from "../../services/pnl/getPnl.js";
import { publicProcedure } from "../../trpc.js";

/** PnL series of a subaccount with cumulative transfers. */
export const series = publicProcedure
  .input(pnlInput)
  .output(pnlResponse)
  .query(({ ctx, input }) => getPnl(ctx.deps, input));
