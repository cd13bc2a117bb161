import { assetPositionsResponse, subaccountInput } from "../../schemas/subaccounts.js";
import { getAssetPositions } from "../../services/subaccounts/getAssetPositions.js";
import { publicProcedure } from "../../trpc.js";

/** Balances of a subaccount. */
export const assets = publicProcedure
  .input(subaccountInput)
  .output(assetPositionsResponse)
  .query(({ ctx, input }) => getAssetPositions(ctx.deps, input));
