import { absBigInt, divide, pow10, type Rounding } from "./integerDivision.js";

/** The exact number `coefficient × 10^exponent`. */
export interface Decimal {
  readonly coefficient: bigint;
  readonly exponent: number;
}

const PATTERN = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,4}))?$/;
const MAX_TEXT_LENGTH = 512;

/** Parses plain and scientific notation exactly; throws on anything else. */
export function parseDecimal(text: string): Decimal {
  const match = text.length <= MAX_TEXT_LENGTH ? PATTERN.exec(text.trim()) : null;
  const [, sign, whole = "", fraction = "", power = "0"] = match ?? [];
  if (match === null || whole.length + fraction.length === 0) {
    throw new RangeError(`not a decimal number: ${text.slice(0, 40)}`);
  }
  const magnitude = BigInt(whole + fraction);
  return {
    coefficient: sign === "-" ? -magnitude : magnitude,
    exponent: Number(power) - fraction.length,
  };
}

/** Plain notation without trailing fractional zeros, as the indexer prints numbers. */
export function formatDecimal({ coefficient, exponent }: Decimal): string {
  if (coefficient === 0n) return "0";
  if (exponent >= 0) return (coefficient * pow10(exponent)).toString();
  return formatPlaces(coefficient, -exponent).replace(/\.?0+$/, "");
}

/** Exactly `places` digits after the point: `coefficient × 10^-places`. */
export function formatPlaces(coefficient: bigint, places: number): string {
  if (places === 0) return coefficient.toString();
  const digits = absBigInt(coefficient)
    .toString()
    .padStart(places + 1, "0");
  const point = digits.length - places;
  const sign = coefficient < 0n ? "-" : "";
  return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
}

/** `decimal ÷ 10^exponent` as an integer. */
export function decimalToInteger(decimal: Decimal, exponent: number, rounding: Rounding): bigint {
  const shift = decimal.exponent - exponent;
  return shift >= 0
    ? decimal.coefficient * pow10(shift)
    : divide(decimal.coefficient, pow10(-shift), rounding);
}

/** `value × 10^exponent` as text: integers on the wire to human numbers. */
export function formatScaled(value: bigint, exponent: number): string {
  return formatDecimal({ coefficient: value, exponent });
}

/** The inverse of `formatScaled`; digits below 10^exponent are rounded as told. */
export function parseScaled(text: string, exponent: number, rounding: Rounding): bigint {
  return decimalToInteger(parseDecimal(text), exponent, rounding);
}
