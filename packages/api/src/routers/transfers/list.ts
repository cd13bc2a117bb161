import { transfersInput, transfersResponse } from "../../schemas/transfers.js";
import { getTransfers } from "../../services/transfers/getTransfers.js";
import { publicProcedure } from "../../trpc.js";

/** Transfers, deposits and withdrawals of a subaccount. */
export const list = publicProcedure
  .input(transfersInput)
  .output(transfersResponse)
  .query(({ ctx, input }) => getTransfers(ctx.deps, input));
