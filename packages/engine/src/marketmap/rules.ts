import type { slinkyMarketmap } from "@perpetua/protocol";
import { type Rejection, reject } from "../state/index.js";
import { getMarket, type MarketmapKernel, marketName } from "./state.js";

const MAX_DECIMALS = 36n;

/** The oracle library registers no codes for its refusals. */
export function marketmapRejection(text: string): Rejection {
  return reject("undefined", 1, text);
}

/** Stateless rules of a market. */
export function validateMarket(market: slinkyMarketmap.Market): Rejection | undefined {
  const { ticker, providerConfigs } = market;
  const { Base = "", Quote = "" } = ticker?.currencyPair ?? {};
  if (Base === "" || Quote === "") return marketmapRejection("empty quote or base string");
  if (Base !== Base.toUpperCase() || Quote !== Quote.toUpperCase()) {
    return marketmapRejection(`incorrectly formatted currency pair: ${Base}/${Quote}`);
  }
  if (ticker === undefined || ticker.decimals > MAX_DECIMALS) {
    return marketmapRejection(`decimals must be at most ${MAX_DECIMALS}`);
  }
  if (ticker.minProviderCount < 1n) {
    return marketmapRejection("min provider count must be at least 1");
  }
  if (ticker.enabled && BigInt(providerConfigs.length) < ticker.minProviderCount) {
    const text = `this ticker must have at least ${ticker.minProviderCount} providers; got ${providerConfigs.length}`;
    return marketmapRejection(text);
  }
  const bad = providerConfigs.find((p) => p.name === "" || p.offChainTicker === "");
  if (bad !== undefined) return marketmapRejection("provider name and ticker must not be empty");
  return undefined;
}

/** Stateless rules of a list of markets: at least one, each valid, none twice. */
export function validateMarkets(markets: readonly slinkyMarketmap.Market[]): Rejection | undefined {
  if (markets.length === 0) return marketmapRejection("at least one market must be given");
  const seen = new Set<string>();
  for (const market of markets) {
    const name = marketName(market);
    if (seen.has(name)) return marketmapRejection(`duplicate market ${name}`);
    seen.add(name);
    const refused = validateMarket(market);
    if (refused !== undefined) return refused;
  }
  return undefined;
}

/** Whoever normalises by another market needs that market, and enabled if itself is. */
export function referencesRejection(
  k: MarketmapKernel,
  markets: readonly slinkyMarketmap.Market[],
): Rejection | undefined {
  for (const market of markets) {
    for (const { normalizeByPair } of market.providerConfigs) {
      if (normalizeByPair === undefined) continue;
      const name = `${normalizeByPair.Base}/${normalizeByPair.Quote}`;
      const other = getMarket(k, name);
      if (other === undefined) {
        return marketmapRejection(`pair for normalization ${name} was not found in the marketmap`);
      }
      if (market.ticker?.enabled === true && other.ticker?.enabled !== true) {
        const text = `needed normalization pair "${name}" for market "${marketName(market)}" is not enabled`;
        return marketmapRejection(text);
      }
    }
  }
  return undefined;
}
