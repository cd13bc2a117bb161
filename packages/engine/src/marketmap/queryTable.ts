import { slinkyMarketmap as wire } from "@perpetua/protocol";
import { invalidArgument, notFound, type Query, query } from "../query/index.js";
import { getMarket, lastUpdated, type MarketmapKernel, marketmapParams } from "./state.js";

const SERVICE = "/slinky.marketmap.v1.Query";

export const marketmapQueries: readonly Query<MarketmapKernel>[] = [
  query(`${SERVICE}/MarketMap`, wire.MarketMapRequest, wire.MarketMapResponse, (k) => {
    const names = k.prices.marketMap.sortedKeys();
    const markets = Object.fromEntries(
      names.flatMap((name) => {
        const market = getMarket(k, name);
        return market === undefined ? [] : [[name, market] as const];
      }),
    );
    return { marketMap: { markets }, lastUpdated: lastUpdated(k), chainId: k.header.chainId };
  }),
  query(
    `${SERVICE}/Market`,
    wire.MarketRequest,
    wire.MarketResponse,
    (k, { currencyPair: pair }) => {
      if (pair === undefined || pair.Base === "" || pair.Quote === "") {
        return invalidArgument("empty quote or base string");
      }
      const market = getMarket(k, `${pair.Base}/${pair.Quote}`);
      return market === undefined ? notFound("market not found") : { market };
    },
  ),
  query(`${SERVICE}/LastUpdated`, wire.LastUpdatedRequest, wire.LastUpdatedResponse, (k) => ({
    lastUpdated: lastUpdated(k),
  })),
  query(`${SERVICE}/Params`, wire.ParamsRequest, wire.ParamsResponse, (k) => ({
    params: marketmapParams(k),
  })),
];
