import { complianceScreenInput, complianceScreenResponse } from "../../schemas/compliance.js";
import { complianceScreen } from "../../services/compliance/screen.js";
import { publicProcedure } from "../../trpc.js";

/** Compliance status of an address. */
export const screen = publicProcedure
  .input(complianceScreenInput)
  .output(complianceScreenResponse)
  .query(({ ctx, input }) => complianceScreen(ctx.deps, input, ctx));
