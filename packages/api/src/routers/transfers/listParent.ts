import { parentTransfersInput, parentTransfersResponse } from "../../schemas/transfers.js";
import { getParentTransfers } from "../../services/transfers/getTransfers.js";
import { publicProcedure } from "../../trpc.js";

/** Transfers that cross the boundary of a parent. */
export const listParent = publicProcedure
  .input(parentTransfersInput)
  .output(parentTransfersResponse)
  .query(({ ctx, input }) => getParentTransfers(ctx.deps, input));
