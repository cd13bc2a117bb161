import { QUOTE_ATOMIC_RESOLUTION } from "../types/limits.js";
import { formatScaled, parseScaled } from "./decimal.js";
import { divide, floorDiv, maxBigInt, pow10, type Rounding } from "./integerDivision.js";

/** What conversions need to know of a market (clob.md §2). */
export interface MarketUnits {
  readonly atomicResolution: number;
  readonly quantumConversionExponent: number;
  readonly stepBaseQuantums: bigint;
  readonly subticksPerTick: bigint | number;
}

/** Human price of one subtick is 10 to this power. */
export function subticksExponent(
  market: Pick<MarketUnits, "atomicResolution" | "quantumConversionExponent">,
): number {
  return market.quantumConversionExponent + QUOTE_ATOMIC_RESOLUTION - market.atomicResolution;
}

/** Exact. */
export function subticksToPrice(
  subticks: bigint,
  market: Pick<MarketUnits, "atomicResolution" | "quantumConversionExponent">,
): string {
  return formatScaled(subticks, subticksExponent(market));
}

/** Exact. */
export function quantumsToSize(quantums: bigint, atomicResolution: number): string {
  return formatScaled(quantums, atomicResolution);
}

export function tickSize(market: MarketUnits): string {
  return subticksToPrice(BigInt(market.subticksPerTick), market);
}

export function stepSize(market: MarketUnits): string {
  return quantumsToSize(market.stepBaseQuantums, market.atomicResolution);
}

/** Price to subticks on the tick grid; below one tick it becomes one tick, as in the clients. */
export function priceToSubticks(price: string, market: MarketUnits, rounding: Rounding): bigint {
  const tick = BigInt(market.subticksPerTick);
  return maxBigInt(toGrid(price, subticksExponent(market), tick, rounding), tick);
}

/** Size to base quantums on the step grid; below one step it becomes one step. */
export function sizeToQuantums(size: string, market: MarketUnits, rounding: Rounding): bigint {
  const step = market.stepBaseQuantums;
  return maxBigInt(toGrid(size, market.atomicResolution, step, rounding), step);
}

/** Rounds once, straight onto the grid, so that "nearest" is not rounded twice. */
function toGrid(text: string, exponent: number, grid: bigint, rounding: Rounding): bigint {
  const fine = 60;
  const scaled = parseScaled(text, exponent - fine, "exact");
  return divide(scaled, grid * pow10(fine), rounding) * grid;
}

/** ROUNDING: floor. Quote quantums that a fill of `baseQuantums` at `subticks` exchanges. */
export function fillQuoteQuantums(
  subticks: bigint,
  baseQuantums: bigint,
  quantumConversionExponent: number,
): bigint {
  const product = subticks * baseQuantums;
  return quantumConversionExponent >= 0
    ? product * pow10(quantumConversionExponent)
    : floorDiv(product, pow10(-quantumConversionExponent));
}

/** USDC with its 6 decimals, trimmed. */
export function quoteQuantumsToUsdc(quoteQuantums: bigint): string {
  return formatScaled(quoteQuantums, QUOTE_ATOMIC_RESOLUTION);
}

export function usdcToQuoteQuantums(usdc: string, rounding: Rounding): bigint {
  return parseScaled(usdc, QUOTE_ATOMIC_RESOLUTION, rounding);
}
