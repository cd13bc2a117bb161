import { fundingPaymentsResponse, parentFundingPaymentsInput } from "../../schemas/funding.js";
import { getParentFundingPayments } from "../../services/funding/getFundingPayments.js";
import { publicProcedure } from "../../trpc.js";

/** Funding payments of all children of a parent. */
export const parentPayments = publicProcedure
  .input(parentFundingPaymentsInput)
  .output(fundingPaymentsResponse)
  .query(({ ctx, input }) => getParentFundingPayments(ctx.deps, input));
