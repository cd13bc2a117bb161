import { assetPositionsResponse, parentSubaccountInput } from "../../schemas/subaccounts.js";
import { getParentAssetPositions } from "../../services/subaccounts/getAssetPositions.js";
import { publicProcedure } from "../../trpc.js";

/** Balances of all children of a parent. */
export const parentAssets = publicProcedure
  .input(parentSubaccountInput)
  .output(assetPositionsResponse)
  .query(({ ctx, input }) => getParentAssetPositions(ctx.deps, input));
