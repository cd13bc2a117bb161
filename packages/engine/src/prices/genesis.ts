import { prices } from "@perpetua/protocol";
import { assert } from "../math/index.js";
import type { GenesisJson } from "../state/index.js";
import { createMarket, emitPriceUpdate } from "./markets.js";
import type { PricesKernel } from "./state.js";

/** Reads `app_state.marketmap`; must run before `initGenesis` (app.md §1.3). */
export function initMarketMap(k: PricesKernel, json: GenesisJson): void {
  const markets = json.at("market_map").at("markets");
  const names = markets.present ? Object.keys(markets.value as object).sort() : [];
  for (const name of names) {
    const ticker = markets.at(name).at("ticker");
    k.prices.marketMap.set(name, {
      pair: name,
      decimals: ticker.at("decimals").number(),
      minProviderCount: ticker.at("min_provider_count").number(),
      enabled: ticker.at("enabled").boolean(),
      metadataJson: ticker.at("metadata_JSON").string(),
    });
  }
}

/**
 * Reads `app_state.prices`: all creations first, then one price event per market (traps-node.md 3).
 */
export function initGenesis(k: PricesKernel, json: GenesisJson): void {
  const params = json.at("market_params").list();
  const stored = json.at("market_prices").list();
  assert(params.length === stored.length, "prices: as many market prices as params are needed");
  const created: prices.MarketPrice[] = [];
  for (const [i, p] of params.entries()) {
    const param = prices.MarketParam.fromPartial({
      id: p.at("id").number(),
      pair: p.at("pair").string(),
      exponent: p.at("exponent").number(),
      minExchanges: p.at("min_exchanges").number(),
      minPriceChangePpm: p.at("min_price_change_ppm").number(),
      exchangeConfigJson: p.at("exchange_config_json").string(),
    });
    const s = stored[i] as GenesisJson;
    const price = prices.MarketPrice.fromPartial({
      id: s.at("id").number(),
      exponent: s.at("exponent").number(),
      price: s.at("price").bigint(),
    });
    const refused = createMarket(k, param, price);
    assert(refused === undefined, `prices: market ${param.pair}: ${refused?.log}`);
    created.push(price);
  }
  for (const price of created) emitPriceUpdate(k, price.id, price.price);
}
