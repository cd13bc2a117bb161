import { subaccountInput, subaccountResponse } from "../../schemas/subaccounts.js";
import { getSubaccount } from "../../services/subaccounts/getSubaccount.js";
import { publicProcedure } from "../../trpc.js";

/** One subaccount with equity, positions and balances. */
export const get = publicProcedure
  .input(subaccountInput)
  .output(subaccountResponse)
  .query(({ ctx, input }) => getSubaccount(ctx.deps, input));
