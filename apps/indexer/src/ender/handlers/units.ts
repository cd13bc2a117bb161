import type { PerpetualMarketRow } from "@perpetua/db";
import {
  type Decimal,
  formatDecimal,
  fromScaled,
  parseDecimal,
  powerOfTen,
  trim,
} from "../decimal/decimal.js";

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

/** Power of ten of the leading digit down to which numbers stand in plain notation. */
const PLAIN_EXPONENT = -6;

/**
 * A premium sample as it stands in Redis: below 10^−6 in exponent form, which readers of the list
 * take as well (indexer.md §2.1).
 */
export function sampleText(ppm: number): string {
  const rate = hourlyRate(ppm);
  const negative = rate.digits < 0n;
  const digits = String(negative ? -rate.digits : rate.digits);
  const exponent = digits.length - 1 - rate.scale;
  if (rate.digits === 0n || exponent >= PLAIN_EXPONENT) return formatDecimal(rate);
  const fraction = digits.length === 1 ? "" : `.${digits.slice(1)}`;
  return `${negative ? "-" : ""}${digits.charAt(0)}${fraction}e${exponent}`;
}

/** value ÷ 10^exponent; stored values are whole multiples of it. ROUNDING: toward zero. */
function unscale(value: Decimal, exponent: number): bigint {
  const shift = -exponent - value.scale;
  if (shift >= 0) return value.digits * powerOfTen(shift);
  return value.digits / powerOfTen(-shift);
}
