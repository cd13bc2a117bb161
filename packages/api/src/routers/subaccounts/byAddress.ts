import { addressInput, addressResponse } from "../../schemas/subaccounts.js";
import { getAddress } from "../../services/subaccounts/getAddress.js";
import { publicProcedure } from "../../trpc.js";

/** All subaccounts of an address. */
export const byAddress = publicProcedure
  .input(addressInput)
  .output(addressResponse)
  .query(({ ctx, input }) => getAddress(ctx.deps, input));
