/** The price daemon: oracle prices from a file, the simulated market or live exchanges. Its output is an input of proposals, never state. */
import { AppError, type Logger } from "@perpetua/telemetry";
import type { Chain } from "../../chain/chain.js";
import { FileSource } from "./fileSource.js";
import { SimulatedSource } from "./simulatedSource.js";
import type { OracleMarket, PriceSource } from "./source.js";

export type { PriceSource, PriceSourceKind } from "./source.js";

export interface PriceDaemon {
  /** What the prices are: shown to operators and in the UI. */
  readonly kind: () => PriceSource["kind"];
  indexPrices(): ReadonlyMap<number, bigint>;
}

export interface PriceDaemonOptions {
  /** `sim`, `live`, `auto` or `file:PATH`. */
  readonly source: string;
  readonly chain: Chain;
  readonly logger: Logger;
  readonly shutdown: { onClose(name: string, close: () => unknown): void };
}

/** Oracle markets as the committed state has them. */
export function oracleMarkets(chain: Chain): OracleMarket[] {
  return chain.exchange.oracleMarkets().map((m) => ({ ...m }));
}

export async function startPriceDaemon(options: PriceDaemonOptions): Promise<PriceDaemon> {
  const source = openSource(options);
  options.shutdown.onClose("price daemon", () => source.close());
  options.logger.info({ source: source.kind }, "oracle prices");
  return { kind: () => source.kind, indexPrices: () => source.prices(Date.now()) };
}

function openSource({ source, chain, logger }: PriceDaemonOptions): PriceSource {
  const markets = () => oracleMarkets(chain);
  if (source.startsWith("file:"))
    return new FileSource(source.slice("file:".length), markets, logger);
  if (source === "sim" || source === "auto") return new SimulatedSource(markets(), Date.now());
  throw new AppError("BAD_OPTION", `PERPETUA_PRICES: ${source} is not supported`);
}
