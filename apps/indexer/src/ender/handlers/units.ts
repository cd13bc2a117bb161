import type { PerpetualMarketRow } from "@perpetua/db";
import { type Decimal, fromScaled, parseDecimal, powerOfTen, trim } from "../decimal/decimal.js";

const USDC_EXPONENT = -6;
/** 8-hour rates are divided into hours. */
const HOURS = 8n;

type Resolution = Pick<PerpetualMarketRow, "atomicResolution">;
type PriceUnits = Resolution & Pick<PerpetualMarketRow, "quantumConversionExponent">;

export const sizeOf = (quantums: bigint, market: Resolution): Decimal =>
  fromScaled(quantums, market.atomicResolution);

const priceExponent = (market: PriceUnits): number =>
  market.quantumConversionExponent + USDC_EXPONENT - market.atomicResolution;

export const priceOf = (subticks: bigint, market: PriceUnits): Decimal =>
  fromScaled(subticks, priceExponent(market));

/** The quantums that a stored size stands for. */
export const quantumsOf = (size: string, market: Resolution): bigint =>
  unscale(parseDecimal(size), market.atomicResolution);

/** The subticks that a stored price stands for. */
export const subticksOf = (price: string, market: PriceUnits): bigint =>
  unscale(parseDecimal(price), priceExponent(market));

export const usdc = (quantums: bigint): Decimal => fromScaled(quantums, USDC_EXPONENT);

/** Funding index in USDC per base unit. */
export const fundingIndexOf = (index: bigint, market: Resolution): Decimal =>
  fromScaled(index, USDC_EXPONENT + USDC_EXPONENT - market.atomicResolution);

/** ppm × 10^−6 ÷ 8, exact: an eighth has three decimals. */
export function hourlyRate(ppm: number): Decimal {
  return trim({ digits: (BigInt(ppm) * powerOfTen(3)) / HOURS, scale: 9 });
}

/** value ÷ 10^exponent; stored values are whole multiples of it. ROUNDING: toward zero. */
function unscale(value: Decimal, exponent: number): bigint {
  const shift = -exponent - value.scale;
  if (shift >= 0) return value.digits * powerOfTen(shift);
  return value.digits / powerOfTen(-shift);
}
