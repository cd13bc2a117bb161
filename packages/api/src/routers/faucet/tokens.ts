import { faucetResponse, faucetTokensInput } from "../../schemas/faucet.js";
import { requestTokens } from "../../services/faucet/requestTokens.js";
import { publicProcedure } from "../../trpc.js";

/** Asks the local network for USDC. */
export const tokens = publicProcedure
  .input(faucetTokensInput)
  .output(faucetResponse)
  .mutation(({ ctx, input }) => requestTokens(ctx.deps, input));
