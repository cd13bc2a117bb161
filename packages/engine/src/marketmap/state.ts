import { slinkyMarketmap } from "@perpetua/protocol";
import { must } from "../math/index.js";
import { initMarketMap, type MarketMapTicker, type PricesKernel } from "../prices/index.js";
import {
  bigintCodec,
  type GenesisJson,
  type Item,
  protoCodec,
  type StateRegistry,
  type Store,
} from "../state/index.js";

export interface MarketmapState {
  readonly params: Item<slinkyMarketmap.Params>;
  /** Height of the last change. */
  readonly lastUpdated: Item<bigint>;
  /** `BASE/QUOTE` → where its price comes from; the ticker itself is in `prices.marketMap`. */
  readonly providers: Store<slinkyMarketmap.Market>;
}

export type MarketmapKernel = PricesKernel & { readonly marketmap: MarketmapState };

export function createMarketmapState(registry: StateRegistry): MarketmapState {
  return {
    params: registry.item("marketmap/params", protoCodec(slinkyMarketmap.Params)),
    lastUpdated: registry.item("marketmap/lastUpdated", bigintCodec),
    providers: registry.store("marketmap/providers", protoCodec(slinkyMarketmap.Market)),
  };
}

export function marketmapParams(k: MarketmapKernel): slinkyMarketmap.Params {
  return must(k.marketmap.params.get(), "market map params are set at genesis");
}

export function lastUpdated(k: MarketmapKernel): bigint {
  return k.marketmap.lastUpdated.get() ?? 0n;
}

/** `BASE/QUOTE` of a market. */
export function marketName(market: slinkyMarketmap.Market): string {
  const { Base = "", Quote = "" } = market.ticker?.currencyPair ?? {};
  return `${Base}/${Quote}`;
}

export function getMarket(k: MarketmapKernel, name: string): slinkyMarketmap.Market | undefined {
  const ticker = k.prices.marketMap.get(name);
  if (ticker === undefined) return undefined;
  const providerConfigs = k.marketmap.providers.get(name)?.providerConfigs ?? [];
  return { ticker: wireTicker(ticker), providerConfigs };
}

function wireTicker(t: MarketMapTicker): slinkyMarketmap.Ticker {
  const [Base = "", Quote = ""] = t.pair.split("/");
  return {
    currencyPair: { Base, Quote },
    decimals: BigInt(t.decimals),
    minProviderCount: BigInt(t.minProviderCount),
    enabled: t.enabled,
    metadataJSON: t.metadataJson,
  };
}

export function setMarket(k: MarketmapKernel, market: slinkyMarketmap.Market): void {
  const pair = marketName(market);
  const { ticker, providerConfigs } = market;
  k.prices.marketMap.set(pair, {
    pair,
    decimals: Number(ticker?.decimals ?? 0n),
    minProviderCount: Number(ticker?.minProviderCount ?? 0n),
    enabled: ticker?.enabled ?? false,
    metadataJson: ticker?.metadataJSON ?? "",
  });
  k.marketmap.providers.set(pair, { ticker: undefined, providerConfigs });
}

/** Reads `app_state.marketmap`; must run before prices (app.md §1.3). */
export function initGenesis(k: MarketmapKernel, json: GenesisJson): void {
  initMarketMap(k, json);
  const markets = json.at("market_map").at("markets");
  for (const name of k.prices.marketMap.sortedKeys()) {
    const providerConfigs = markets.at(name).at("provider_configs").list().map(readProvider);
    k.marketmap.providers.set(name, { ticker: undefined, providerConfigs });
  }
  const params = json.at("params");
  k.marketmap.params.set({
    marketAuthorities: params
      .at("market_authorities")
      .list()
      .map((a) => a.string()),
    admin: params.at("admin").string(),
  });
  k.marketmap.lastUpdated.set(json.at("last_updated").bigint());
}

function readProvider(json: GenesisJson): slinkyMarketmap.ProviderConfig {
  const pair = json.at("normalize_by_pair");
  return {
    name: json.at("name").string(),
    offChainTicker: json.at("off_chain_ticker").string(),
    normalizeByPair: pair.present
      ? { Base: pair.at("Base").string(), Quote: pair.at("Quote").string() }
      : undefined,
    invert: json.at("invert").boolean(),
    metadataJSON: json.at("metadata_JSON").string(),
  };
}
