import { perpetualPositionsInput, perpetualPositionsResponse } from "../../schemas/subaccounts.js";
import { getPerpetualPositions } from "../../services/subaccounts/getPerpetualPositions.js";
import { publicProcedure } from "../../trpc.js";

/** Positions of a subaccount, open and closed. */
export const perpetual = publicProcedure
  .input(perpetualPositionsInput)
  .output(perpetualPositionsResponse)
  .query(({ ctx, input }) => getPerpetualPositions(ctx.deps, input));
