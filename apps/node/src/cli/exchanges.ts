import { readFileSync } from "node:fs";
import { createLogger, createShutdown } from "@perpetua/telemetry";
import { feedMarkets, marketMapOf, type ParamsMarket } from "../daemons/price/feeds.js";
import { startExchangeServer } from "../daemons/price/simulatedExchanges/server.js";
import { SimulatedMarket } from "../daemons/price/simulatedMarket.js";
import type { Environment } from "../env.js";
import { localGenesis } from "../genesis/localGenesis.js";
import { exchangesOptions } from "../options/exchanges.js";

interface GenesisPrices {
  readonly app_state: {
    readonly prices: {
      readonly market_params: readonly {
        readonly id: number;
        readonly pair: string;
        readonly min_exchanges?: number;
        readonly exchange_config_json?: string;
      }[];
      readonly market_prices: readonly {
        readonly id: number;
        readonly exponent: number;
        readonly price: string;
      }[];
    };
  };
}

/** Serves the simulated exchanges' APIs until it is told to stop. */
export async function exchanges(environment: Environment): Promise<void> {
  const options = exchangesOptions(environment);
  const logger = createLogger({ name: "exchanges" });
  const shutdown = createShutdown({ logger });
  shutdown.install();
  const genesis =
    options.genesisFile === undefined
      ? localGenesis(new Date())
      : JSON.parse(readFileSync(options.genesisFile, "utf8"));
  const { market_params, market_prices } = (genesis as GenesisPrices).app_state.prices;
  const priceOf = new Map(market_prices.map((p) => [p.id ?? 0, p]));
  const params: ParamsMarket[] = market_params.map((m) => ({
    id: m.id ?? 0,
    pair: m.pair,
    exponent: priceOf.get(m.id ?? 0)?.exponent ?? 0,
    minExchanges: m.min_exchanges ?? 1,
    exchangeConfigJson: m.exchange_config_json ?? "",
  }));
  const markets = feedMarkets(params, marketMapOf(genesis), (pair, problem) =>
    logger.warn({ pair }, problem),
  );
  const pairs = params.map(({ id }) => ({
    marketId: id,
    price: BigInt(priceOf.get(id)?.price ?? 0),
  }));
  const market = new SimulatedMarket(pairs, options.seed, Date.now());
  const byPair = new Map(params.map((m) => [m.pair, m]));
  const server = await startExchangeServer({
    markets,
    host: options.bind,
    port: options.port,
    price: (pair) => {
      market.advance(Date.now());
      const { id, exponent } = byPair.get(pair) ?? {};
      const price = id === undefined ? undefined : market.prices().get(id);
      return price === undefined || exponent === undefined
        ? undefined
        : Number(price) * 10 ** exponent;
    },
  });
  shutdown.onClose("simulated exchanges", () => server.close());
  logger.info({ url: server.url }, "start the node with PERPETUA_EXCHANGES_URL set to this");
}
