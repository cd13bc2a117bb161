import { fillsResponse, parentFillsInput } from "../../schemas/fills.js";
import { getParentFills } from "../../services/fills/getFills.js";
import { publicProcedure } from "../../trpc.js";

/** Fills of all children of a parent. */
export const listParent = publicProcedure
  .input(parentFillsInput)
  .output(fillsResponse)
  .query(({ ctx, input }) => getParentFills(ctx.deps, input));
