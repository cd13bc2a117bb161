import { timeResponse } from "../../schemas/system.js";
import { getTime } from "../../services/system/latestBlock.js";
import { publicProcedure } from "../../trpc.js";

/** Server time. */
export const time = publicProcedure.output(timeResponse).query(({ ctx }) => getTime(ctx.deps));
