import { pow10 } from "../math/index.js";

/** Atomic resolution of USDC: one quote quantum is 10^-6 USDC (risk.md §0.2). */
export const QUOTE_ATOMIC_RESOLUTION = -6;

/** The power of ten between `base quantums × price` and quote quantums (risk.md §0.3, `e`). */
export function quoteExponent(priceExponent: number, atomicResolution: number): number {
  return priceExponent + atomicResolution - QUOTE_ATOMIC_RESOLUTION;
}

/**
 * Value of `base` quantums in quote quantums (risk.md §0.3). ROUNDING: towards zero, so a short is
 * minus the long.
 */
export function baseToQuote(base: bigint, price: bigint, exponent: number): bigint {
  const product = base * price;
  return exponent >= 0 ? product * pow10(exponent) : product / pow10(-exponent);
}

/**
 * Base quantums worth `quote` quantums (risk.md §0.3). ROUNDING: towards zero at each division. A
 * price of 0 throws.
 */
export function quoteToBase(quote: bigint, price: bigint, exponent: number): bigint {
  return exponent < 0 ? (quote * pow10(-exponent)) / price : quote / pow10(exponent) / price;
}
