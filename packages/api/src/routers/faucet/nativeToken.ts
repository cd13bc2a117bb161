import { faucetNativeTokenInput, faucetResponse } from "../../schemas/faucet.js";
import { requestNativeToken } from "../../services/faucet/requestTokens.js";
import { publicProcedure } from "../../trpc.js";

/** Asks the local network for the native token. */
export const nativeToken = publicProcedure
  .input(faucetNativeTokenInput)
  .output(faucetResponse)
  .mutation(({ ctx, input }) => requestNativeToken(ctx.deps, input));
