import type { ApiDeps } from "../../deps.js";
import { invalidParam, notFound } from "../../errors.js";
import type { MarketInfo } from "../../stores/marketCatalog.js";

/** `market` and `marketType` go together (api.md §1.8). */
export interface MarketSelector {
  readonly market?: string | undefined;
  readonly marketType?: "PERPETUAL" | "SPOT" | undefined;
}

/** The selected market; undefined when none was asked for. SPOT never resolves. */
export async function selectedMarket(
  deps: Pick<ApiDeps, "markets">,
  { market, marketType }: MarketSelector,
): Promise<MarketInfo | undefined> {
  if (market === undefined && marketType === undefined) return undefined;
  if (marketType === undefined) {
    throw invalidParam("marketType", "marketType must be provided if market is provided", "query");
  }
  if (market === undefined) {
    throw invalidParam("market", "market must be provided if marketType is provided", "query");
  }
  const found = marketType === "PERPETUAL" ? await deps.markets.byTicker(market) : undefined;
  if (found === undefined) throw notFound(`${market} not found in markets of type ${marketType}`);
  return found;
}
