import { prices } from "@perpetua/protocol";
import {
  type Item,
  type Kernel,
  numberCodec,
  protoCodec,
  recordCodec,
  type StateRegistry,
  type Store,
} from "../state/index.js";

/** A market-map ticker as far as the chain reads it. */
export interface MarketMapTicker {
  /** `BASE/QUOTE`. */
  readonly pair: string;
  readonly decimals: number;
  readonly minProviderCount: number;
  readonly enabled: boolean;
  readonly metadataJson: string;
}

export interface PricesState {
  readonly params: Store<prices.MarketParam>;
  readonly prices: Store<prices.MarketPrice>;
  /** `BASE-QUOTE` → market id. */
  readonly pairs: Store<number>;
  readonly nextMarketId: Item<number>;
  readonly marketMap: Store<MarketMapTicker>;
}

export type PricesKernel = Kernel & { readonly prices: PricesState };

export function createPricesState(registry: StateRegistry): PricesState {
  return {
    params: registry.store("prices/params", protoCodec(prices.MarketParam)),
    prices: registry.store("prices/prices", protoCodec(prices.MarketPrice)),
    pairs: registry.store("prices/pairs", numberCodec),
    nextMarketId: registry.item("prices/nextMarketId", numberCodec),
    marketMap: registry.store("marketmap/tickers", recordCodec<MarketMapTicker>()),
  };
}

/** The oracle price of a market, or undefined when the market does not exist. */
export function marketPrice(k: PricesKernel, id: number): prices.MarketPrice | undefined {
  return k.prices.prices.get(String(id));
}

export function marketParam(k: PricesKernel, id: number): prices.MarketParam | undefined {
  return k.prices.params.get(String(id));
}

/** Market ids, ascending. */
export function marketIds(k: PricesKernel): number[] {
  return k.prices.params
    .sortedKeys()
    .map(Number)
    .sort((a, b) => a - b);
}
