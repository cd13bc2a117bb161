import { fundingPaymentsInput, fundingPaymentsResponse } from "../../schemas/funding.js";
import { getFundingPayments } from "../../services/funding/getFundingPayments.js";
import { publicProcedure } from "../../trpc.js";

/** Funding payments of a subaccount. */
export const payments = publicProcedure
  .input(fundingPaymentsInput)
  .output(fundingPaymentsResponse)
  .query(({ ctx, input }) => getFundingPayments(ctx.deps, input));
