import {
  parentPerpetualPositionsInput,
  perpetualPositionsResponse,
} from "../../schemas/subaccounts.js";
import { getParentPerpetualPositions } from "../../services/subaccounts/getPerpetualPositions.js";
import { publicProcedure } from "../../trpc.js";

/** Positions of all children of a parent. */
export const parentPerpetual = publicProcedure
  .input(parentPerpetualPositionsInput)
  .output(perpetualPositionsResponse)
  .query(({ ctx, input }) => getParentPerpetualPositions(ctx.deps, input));
