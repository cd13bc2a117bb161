import { QUOTE_ATOMIC_RESOLUTION } from "../types/limits.js";
import { pow10 } from "../units/integerDivision.js";

/** Oracle price and scales of a perpetual's market (risk.md §0.2). */
export interface OraclePrice {
  /** Integer price as stored. */
  readonly price: bigint;
  readonly priceExponent: number;
  readonly atomicResolution: number;
}

/** Exponent that turns base quantums × price into quote quantums. */
export function notionalExponent(
  market: Pick<OraclePrice, "priceExponent" | "atomicResolution">,
): number {
  return market.priceExponent + market.atomicResolution - QUOTE_ATOMIC_RESOLUTION;
}

/** ROUNDING: toward zero, so that a short is exactly minus the long. */
export function baseToQuoteTrunc(baseQuantums: bigint, market: OraclePrice): bigint {
  const exponent = notionalExponent(market);
  const product = baseQuantums * market.price;
  return exponent >= 0 ? product * pow10(exponent) : product / pow10(-exponent);
}

/** ROUNDING: toward zero at each of the two divisions (risk.md §0.3). A price of 0 throws. */
export function quoteToBaseTrunc(quoteQuantums: bigint, market: OraclePrice): bigint {
  const exponent = notionalExponent(market);
  return exponent >= 0
    ? quoteQuantums / pow10(exponent) / market.price
    : (quoteQuantums * pow10(-exponent)) / market.price;
}
