import type { ApiDeps } from "../../deps.js";
import { invalidParam } from "../../errors.js";
import type { MarketInfo } from "../../stores/marketCatalog.js";

/** The market of a ticker, or the 400 that REST gives for an unknown one. */
export async function requireTicker(
  deps: Pick<ApiDeps, "markets">,
  ticker: string,
  location: "params" | "query" = "params",
): Promise<MarketInfo> {
  const market = await deps.markets.byTicker(ticker);
  if (market === undefined) {
    const message = "ticker must be a valid ticker (BTC-USD, etc)";
    throw invalidParam("ticker", message, location, ticker);
  }
  return market;
}
