import { schemas as s, services } from "@perpetua/api";
import { CacheControl, route } from "../http/route.js";

/**
 * A burst of equal questions shares one read: so little time is invisible next to a block, and the
 * answer says `max-age=1` anyway.
 */
const BURST_MS = 25;

/** Public market data (api.md §1.10–1.13, §1.18, §1.19). */
export const marketRoutes = [
  route({
    method: "GET",
    path: "/v4/trades/perpetualMarket/:ticker",
    summary: "Trades of a market",
    input: s.tradesInput,
    output: s.tradesResponse,
    bucket: "get",
    cacheControl: CacheControl.second,
    reuseMs: BURST_MS,
    handle: services.getTrades,
  }),
  route({
    method: "GET",
    path: "/v4/candles/perpetualMarkets/:ticker",
    summary: "Candles of a market",
    input: s.candlesInput,
    output: s.candlesResponse,
    bucket: "candles",
    cacheControl: CacheControl.second,
    reuseMs: BURST_MS,
    handle: services.getCandles,
  }),
  route({
    method: "GET",
    path: "/v4/sparklines",
    summary: "Close prices of all markets",
    input: s.sparklinesInput,
    output: s.sparklinesResponse,
    bucket: "sparklines",
    cacheControl: CacheControl.tenSeconds,
    reuseMs: BURST_MS,
    handle: services.getSparklines,
  }),
  route({
    method: "GET",
    path: "/v4/historicalFunding/:ticker",
    summary: "Funding rates of a market",
    input: s.historicalFundingInput,
    output: s.historicalFundingResponse,
    bucket: "get",
    cacheControl: CacheControl.tenSeconds,
    reuseMs: BURST_MS,
    handle: services.getHistoricalFunding,
  }),
  route({
    method: "GET",
    path: "/v4/orderbooks/perpetualMarket/:ticker",
    summary: "Order book, 100 levels a side",
    input: s.orderbookInput,
    output: s.orderbookResponse,
    bucket: "get",
    cacheControl: CacheControl.second,
    reuseMs: BURST_MS,
    handle: services.getOrderbook,
  }),
  route({
    method: "GET",
    path: "/v4/perpetualMarkets",
    summary: "Markets",
    input: s.perpetualMarketsInput,
    output: s.perpetualMarketsResponse,
    bucket: "get",
    cacheControl: CacheControl.second,
    reuseMs: BURST_MS,
    handle: services.getPerpetualMarkets,
  }),
];
