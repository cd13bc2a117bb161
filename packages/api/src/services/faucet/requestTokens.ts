import type { ApiDeps } from "../../deps.js";
import { notFound } from "../../errors.js";
import type {
  FaucetNativeTokenInput,
  FaucetResponse,
  FaucetTokensInput,
} from "../../schemas/faucet.js";

const NO_FAUCET = "This network has no faucet";

/** Asks the local network's faucet for USDC. */
export async function requestTokens(
  deps: Pick<ApiDeps, "faucet">,
  input: FaucetTokensInput,
): Promise<FaucetResponse> {
  if (deps.faucet === undefined) throw notFound(NO_FAUCET);
  await deps.faucet.tokens(input);
  return { accepted: true };
}

/** Asks the local network's faucet for the native token. */
export async function requestNativeToken(
  deps: Pick<ApiDeps, "faucet">,
  input: FaucetNativeTokenInput,
): Promise<FaucetResponse> {
  if (deps.faucet === undefined) throw notFound(NO_FAUCET);
  await deps.faucet.nativeToken(input);
  return { accepted: true };
}
