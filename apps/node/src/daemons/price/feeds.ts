import { EXCHANGES } from "./exchanges/catalogue.js";
import { SYNTHETIC_EXCHANGES } from "./exchanges/synthetic.js";

/** One exchange's ticker of a market and how its price becomes the market's (app.md §4.2). */
export interface Feed {
  readonly exchange: string;
  readonly ticker: string;
  /** Pair (`USDT-USD`) whose index price it is multiplied by, or that it divides when inverted. */
  readonly adjustBy: string | undefined;
  readonly invert: boolean;
}

export interface FeedMarket {
  readonly id: number;
  /** `BTC-USD`. */
  readonly pair: string;
  readonly exponent: number;
  /** Exchanges that must agree before other markets may be adjusted by this one. */
  readonly minExchanges: number;
  readonly feeds: readonly Feed[];
}

/** A market as the chain's parameters describe it. */
export interface ParamsMarket {
  readonly id: number;
  readonly pair: string;
  readonly exponent: number;
  readonly minExchanges: number;
  readonly exchangeConfigJson: string;
}

const EXCHANGE_BY_NAME: ReadonlyMap<string, string> = new Map(
  [...EXCHANGES, ...SYNTHETIC_EXCHANGES].flatMap(({ id, providers }) =>
    [id, ...providers].map((name) => [name, id] as const),
  ),
);

/**
 * Where each market's prices come from: its own `exchange_config_json`, else the market map of
 * genesis. A config that cannot be read disables its market only; `onProblem` hears of it.
 */
export function feedMarkets(
  markets: readonly ParamsMarket[],
  marketMap: MarketMap,
  onProblem: (pair: string, problem: string) => void,
): FeedMarket[] {
  return markets.map((market) => {
    const { id, pair, exponent } = market;
    try {
      const own = market.exchangeConfigJson;
      const entry = marketMap[pair.replace("-", "/")];
      const feeds = own === "" ? feedsOfMap(entry) : feedsOfConfig(own);
      const fromMap = Number(entry?.ticker?.min_provider_count ?? 1);
      const minExchanges = own === "" ? fromMap : market.minExchanges;
      return { id, pair, exponent, minExchanges: Math.max(1, minExchanges), feeds };
    } catch (error) {
      onProblem(pair, error instanceof Error ? error.message : String(error));
      return { id, pair, exponent, minExchanges: 1, feeds: [] };
    }
  });
}

/** `{"exchanges":[{"exchangeName","ticker","adjustByMarket","invert"}]}`. */
function feedsOfConfig(json: string): Feed[] {
  const { exchanges } = JSON.parse(json) as { exchanges?: unknown };
  if (!Array.isArray(exchanges)) throw new Error("exchanges: expected a list");
  return exchanges.map((entry: Readonly<Record<string, unknown>>, i) => {
    const exchange = EXCHANGE_BY_NAME.get(String(entry.exchangeName));
    if (exchange === undefined)
      throw new Error(`exchanges[${i}].exchangeName: unknown exchange ${entry.exchangeName}`);
    if (typeof entry.ticker !== "string" || entry.ticker === "")
      throw new Error(`exchanges[${i}].ticker: expected text`);
    const adjustBy = typeof entry.adjustByMarket === "string" ? entry.adjustByMarket : undefined;
    return { exchange, ticker: entry.ticker, adjustBy, invert: entry.invert === true };
  });
}

/** Providers that this daemon has no client for (on-chain ones) are left out. */
function feedsOfMap(entry: MarketMap[string] | undefined): Feed[] {
  return (entry?.provider_configs ?? []).flatMap((provider) => {
    const exchange = EXCHANGE_BY_NAME.get(provider.name);
    if (exchange === undefined) return [];
    const by = provider.normalize_by_pair;
    const adjustBy = by ? `${by.Base}-${by.Quote}` : undefined;
    const { off_chain_ticker: ticker, invert = false } = provider;
    return [{ exchange, ticker, adjustBy, invert }];
  });
}

/** `app_state.marketmap.market_map.markets` by `BASE/QUOTE`. */
export type MarketMap = Readonly<
  Record<
    string,
    {
      readonly ticker?: { readonly min_provider_count?: number | string };
      readonly provider_configs?: readonly {
        readonly name: string;
        readonly off_chain_ticker: string;
        readonly normalize_by_pair?: { readonly Base: string; readonly Quote: string } | null;
        readonly invert?: boolean;
      }[];
    }
  >
>;

/** The market map of a genesis document; empty when it has none. */
export function marketMapOf(genesis: unknown): MarketMap {
  const { app_state } = genesis as {
    app_state?: { marketmap?: { market_map?: { markets?: MarketMap } } };
  };
  return app_state?.marketmap?.market_map?.markets ?? {};
}
