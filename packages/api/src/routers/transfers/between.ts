import { transfersBetweenInput, transfersBetweenResponse } from "../../schemas/transfers.js";
import { getTransfersBetween } from "../../services/transfers/getTransfersBetween.js";
import { publicProcedure } from "../../trpc.js";

/** USDC transfers between two subaccounts. */
export const between = publicProcedure
  .input(transfersBetweenInput)
  .output(transfersBetweenResponse)
  .query(({ ctx, input }) => getTransfersBetween(ctx.deps, input));
