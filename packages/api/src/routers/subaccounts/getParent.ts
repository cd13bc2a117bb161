import { parentSubaccountInput, parentSubaccountResponse } from "../../schemas/subaccounts.js";
import { getParentSubaccount } from "../../services/subaccounts/getParentSubaccount.js";
import { publicProcedure } from "../../trpc.js";

/** A parent subaccount with its children. */
export const getParent = publicProcedure
  .input(parentSubaccountInput)
  .output(parentSubaccountResponse)
  .query(({ ctx, input }) => getParentSubaccount(ctx.deps, input));
