/**
 * The price daemon: oracle prices from live exchanges, the simulated market or a file. Its output
 * is
 * an input of proposals, never state; a market without a fresh price is simply absent.
 */
import { prices as pricesProto } from "@perpetua/protocol";
import { AppError, type Logger } from "@perpetua/telemetry";
import type { Chain } from "../../chain/chain.js";
import { AutoSource } from "./autoSource.js";
import { type FeedMarket, feedMarkets, marketMapOf, type ParamsMarket } from "./feeds.js";
import { FileSource } from "./fileSource.js";
import { LiveSource } from "./liveSource.js";
import { SimulatedSource } from "./simulatedSource.js";
import type { OracleMarket, PriceSource, PriceSourceKind } from "./source.js";

export type { PriceSource, PriceSourceKind } from "./source.js";

export interface PriceDaemon {
  /** What the prices are: shown to operators and in the UI. */
  readonly kind: () => PriceSourceKind;
  indexPrices(): ReadonlyMap<number, bigint>;
}

export interface PriceDaemonOptions {
  /** `sim`, `live`, `auto` or `file:PATH`. */
  readonly source: string;
  /** A server that speaks the exchanges' APIs in their place. */
  readonly exchangesUrl: string | undefined;
  readonly chain: Chain;
  readonly logger: Logger;
  readonly shutdown: { onClose(name: string, close: () => unknown): void };
}

/** Oracle markets as the committed state has them. */
export function oracleMarkets(chain: Chain): OracleMarket[] {
  return chain.exchange.oracleMarkets().map((m) => ({ ...m }));
}

export function startPriceDaemon(options: PriceDaemonOptions): PriceDaemon {
  const source = openSource(options);
  options.shutdown.onClose("price daemon", () => source.close());
  options.logger.info({ source: options.source }, "oracle prices");
  return { kind: () => source.kind, indexPrices: () => source.prices(Date.now()) };
}

function openSource(options: PriceDaemonOptions): PriceSource {
  const { source, chain, logger } = options;
  const markets = () => oracleMarkets(chain);
  if (source.startsWith("file:"))
    return new FileSource(source.slice("file:".length), markets, logger);
  const simulate = (nowMs: number) => new SimulatedSource(markets(), nowMs);
  if (source === "sim") return simulate(Date.now());
  if (source !== "live" && source !== "auto")
    throw new AppError("BAD_OPTION", `PERPETUA_PRICES: ${source} is not supported`);
  const live = openLive(options);
  if (source === "live") return live;
  return new AutoSource({ live, simulate, logger, startMs: Date.now() });
}

function openLive({ chain, logger, exchangesUrl }: PriceDaemonOptions): LiveSource {
  const map = marketMapOf(chain.genesis);
  const told = new Set<string>();
  const onProblem = (pair: string, problem: string) => {
    if (told.has(pair + problem)) return;
    told.add(pair + problem);
    logger.warn({ pair }, `no live prices, bad exchange_config_json: ${problem}`);
  };
  const markets = (): FeedMarket[] => feedMarkets(paramsMarkets(chain), map, onProblem);
  const live = new LiveSource({ markets, baseUrl: exchangesUrl, logger });
  live.start();
  return live;
}

const PAGE_LIMIT = 10_000n;

/** Markets with their parameters; exponents live beside the prices. */
function paramsMarkets({ exchange }: Chain): ParamsMarket[] {
  const request = pricesProto.QueryAllMarketParamsRequest.fromPartial({
    pagination: { limit: PAGE_LIMIT },
  });
  const path = "/dydxprotocol.prices.Query/AllMarketParams";
  const { code, value, message } = exchange.query(
    path,
    pricesProto.QueryAllMarketParamsRequest.encode(request).finish(),
  );
  if (code !== 0) throw new AppError("MARKETS_UNREADABLE", `${path}: ${message}`);
  const { marketParams } = pricesProto.QueryAllMarketParamsResponse.decode(value);
  const byId = new Map(marketParams.map((m) => [m.id, m]));
  return exchange.oracleMarkets().map(({ id, pair, exponent }) => ({
    id,
    pair,
    exponent,
    minExchanges: byId.get(id)?.minExchanges ?? 0,
    exchangeConfigJson: byId.get(id)?.exchangeConfigJson ?? "",
  }));
}
