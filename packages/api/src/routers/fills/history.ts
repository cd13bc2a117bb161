import { tradeHistoryInput, tradeHistoryResponse } from "../../schemas/fills.js";
import { getTradeHistory } from "../../services/fills/getTradeHistory.js";
import { publicProcedure } from "../../trpc.js";

/** Trade history computed from the fills of a subaccount. */
export const history = publicProcedure
  .input(tradeHistoryInput)
  .output(tradeHistoryResponse)
  .query(({ ctx, input }) => getTradeHistory(ctx.deps, input));
