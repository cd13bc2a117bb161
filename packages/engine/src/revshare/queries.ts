import type { revshare as wire } from "@perpetua/protocol";
import { orderRouterPpm, type RevshareKernel, unconditionalConfigs } from "./state.js";

/** Undefined: revshare error 3. */
export function queryMarketDetails(
  k: RevshareKernel,
  marketId: number,
): wire.MarketMapperRevShareDetails | undefined {
  const expiration = k.revshare.marketExpirations.get(String(marketId));
  return expiration === undefined ? undefined : { expirationTs: BigInt(expiration) };
}

export function queryUnconditional(k: RevshareKernel): wire.UnconditionalRevShareConfig {
  return { configs: [...unconditionalConfigs(k)] };
}

/** Undefined: revshare error 8. */
export function queryOrderRouter(
  k: RevshareKernel,
  address: string,
): wire.OrderRouterRevShare | undefined {
  const sharePpm = orderRouterPpm(k, address);
  return sharePpm === undefined ? undefined : { address, sharePpm };
}
