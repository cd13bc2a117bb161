import { z } from "zod";
import { limit, oneOfMessage, optionalTicker, withRule } from "./rules.js";
import {
  dec,
  decUntrimmed,
  perpetualMarketStatus,
  perpetualMarketType,
  sparklinePeriod,
  uintString,
} from "./scalars.js";

/** One market (api.md §1.19). The integers are JSON numbers: clients do arithmetic on them. */
export const perpetualMarket = z.object({
  clobPairId: uintString,
  ticker: z.string(),
  status: perpetualMarketStatus,
  oraclePrice: dec.nullable(),
  priceChange24H: dec,
  volume24H: decUntrimmed,
  trades24H: z.int(),
  nextFundingRate: dec,
  initialMarginFraction: dec,
  maintenanceMarginFraction: dec,
  openInterest: dec,
  atomicResolution: z.int(),
  quantumConversionExponent: z.int(),
  tickSize: dec,
  stepSize: dec,
  stepBaseQuantums: z.int(),
  subticksPerTick: z.int(),
  marketType: perpetualMarketType,
  openInterestLowerCap: dec.nullable(),
  openInterestUpperCap: dec.nullable(),
  baseOpenInterest: dec,
  defaultFundingRate1H: dec.nullable(),
});
export type PerpetualMarket = z.output<typeof perpetualMarket>;

export const perpetualMarketsInput = z.object({
  limit: limit(),
  ticker: optionalTicker(),
  market: optionalTicker(),
});
export type PerpetualMarketsInput = z.output<typeof perpetualMarketsInput>;

export const perpetualMarketsResponse = z.object({
  markets: z.record(z.string(), perpetualMarket),
});
export type PerpetualMarketsResponse = z.output<typeof perpetualMarketsResponse>;

export const priceLevel = z.object({ price: dec, size: dec });
export const orderbookInput = z.object({
  ticker: withRule(z.string(), "string", "Invalid value", { missingIn: "params" }),
});
export type OrderbookInput = z.output<typeof orderbookInput>;
export const orderbookResponse = z.object({
  bids: z.array(priceLevel),
  asks: z.array(priceLevel),
});
export type OrderbookResponse = z.output<typeof orderbookResponse>;

export const sparklinesInput = z.object({
  timePeriod: withRule(
    sparklinePeriod,
    "string",
    oneOfMessage("timePeriod", sparklinePeriod).replace(
      "be one of",
      "be a valid Time Period, one of",
    ),
  ),
});
export type SparklinesInput = z.output<typeof sparklinesInput>;
export const sparklinesResponse = z.record(z.string(), z.array(dec));
export type SparklinesResponse = z.output<typeof sparklinesResponse>;
