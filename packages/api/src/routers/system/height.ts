import { heightResponse } from "../../schemas/system.js";
import { getHeight } from "../../services/system/latestBlock.js";
import { publicProcedure } from "../../trpc.js";

/** Newest stored block. */
export const height = publicProcedure
  .output(heightResponse)
  .query(({ ctx }) => getHeight(ctx.deps));
