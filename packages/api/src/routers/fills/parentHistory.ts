import { parentTradeHistoryInput, tradeHistoryResponse } from "../../schemas/fills.js";
import { getParentTradeHistory } from "../../services/fills/getTradeHistory.js";
import { publicProcedure } from "../../trpc.js";

/** Trade history of all children of a parent. */
export const parentHistory = publicProcedure
  .input(parentTradeHistoryInput)
  .output(tradeHistoryResponse)
  .query(({ ctx, input }) => getParentTradeHistory(ctx.deps, input));
