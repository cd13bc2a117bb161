/**
 * Exact arithmetic of price formation (app.md §4.4): oracle inputs are decimals, outputs integers.
 */

const NUMBER = /^\+?(\d*)\.?(\d*)(?:[eE]([+-]?\d{1,3}))?$/;
const MAX_UINT64 = 2n ** 64n - 1n;
/** Digits that a division keeps before it is truncated. */
const DIVISION_PLACES = 16;

/** A positive decimal (text or JSON number) in units of 10^exponent, truncated; else undefined. */
export function toUnits(value: unknown, exponent: number): bigint | undefined {
  if (typeof value !== "string" && typeof value !== "number") return undefined;
  const match = NUMBER.exec(String(value));
  const [, whole = "", fraction = "", power = "0"] = match ?? [];
  if (match === null || whole + fraction === "") return undefined;
  const units = shift(BigInt(whole + fraction), Number(power) - fraction.length - exponent);
  return units > 0n && units <= MAX_UINT64 ? units : undefined;
}

/** value · 10^places, truncated. */
export function shift(value: bigint, places: number): bigint {
  return places >= 0 ? value * 10n ** BigInt(places) : value / 10n ** BigInt(-places);
}

/** Median; the mean of the middle two rounds up: y − floor((y − x)/2). */
export function median(values: readonly bigint[]): bigint | undefined {
  const sorted = [...values].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const y = sorted[sorted.length >> 1];
  if (y === undefined || sorted.length % 2 === 1) return y;
  const x = sorted[(sorted.length >> 1) - 1] as bigint;
  return y - (y - x) / 2n;
}

/** A price with its exponent: value · 10^exponent. */
export interface ScaledPrice {
  readonly value: bigint;
  readonly exponent: number;
}

/**
 * Price of a market from an exchange's price, another market's and the direction (app.md §4.4.2).
 */
export function convert(
  price: ScaledPrice,
  adjustBy: ScaledPrice | undefined,
  invert: boolean,
): bigint {
  const { value, exponent } = price;
  if (!invert) {
    return adjustBy === undefined ? value : shift(value * adjustBy.value, adjustBy.exponent);
  }
  const top = adjustBy ?? { value: 1n, exponent: 0 };
  const quotient = divide(top, price);
  return shift(quotient, -DIVISION_PLACES - exponent);
}

/** a / b with sixteen decimal places, rounded half away from zero; both are positive. */
function divide(a: ScaledPrice, b: ScaledPrice): bigint {
  const power = DIVISION_PLACES + a.exponent - b.exponent;
  const top = power >= 0 ? a.value * 10n ** BigInt(power) : a.value;
  const bottom = power >= 0 ? b.value : b.value * 10n ** BigInt(-power);
  return (2n * top + bottom) / (2n * bottom);
}
