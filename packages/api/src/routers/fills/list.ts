import { fillsInput, fillsResponse } from "../../schemas/fills.js";
import { getFills } from "../../services/fills/getFills.js";
import { publicProcedure } from "../../trpc.js";

/** Fills of a subaccount. */
export const list = publicProcedure
  .input(fillsInput)
  .output(fillsResponse)
  .query(({ ctx, input }) => getFills(ctx.deps, input));
