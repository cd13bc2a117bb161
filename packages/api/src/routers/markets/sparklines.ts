import { sparklinesInput, sparklinesResponse } from "../../schemas/markets.js";
import { getSparklines } from "../../services/markets/getSparklines.js";
import { publicProcedure } from "../../trpc.js";

/** Close prices per market for small charts, newest first. */
export const sparklines = publicProcedure
  .input(sparklinesInput)
  .output(sparklinesResponse)
  .query(({ ctx, input }) => getSparklines(ctx.deps, input));
