/**
 * Exact decimals for everything that is money, price or size in the browser: a bigint that counts
 * 10^-24. Products of a price (≤ 10 digits) and a size (≤ 10 digits) are exact; only division
 * rounds, toward zero unless the caller says otherwise. Floats are for pixels only (web.md §2).
 */
declare const decimalBrand: unique symbol;
export type Dec = bigint & { readonly [decimalBrand]: true };

const SCALE_DIGITS = 24;
const SCALE = 10n ** BigInt(SCALE_DIGITS);
const PATTERN = /^(-?)(\d*)(?:\.(\d*))?$/;

export const ZERO = 0n as Dec;
export const ONE = SCALE as Dec;

/** Reads a plain decimal ("-12.5"); null when it is not one. Digits past 24 places are dropped. */
export function tryDec(text: string | number | null | undefined): Dec | null {
  if (text === null || text === undefined) return null;
  const match = PATTERN.exec(String(text));
  if (!match) return tryExponent(String(text));
  const [, sign, whole = "", fraction = ""] = match;
  if (whole === "" && fraction === "") return null;
  const padded = fraction.slice(0, SCALE_DIGITS).padEnd(SCALE_DIGITS, "0");
  const magnitude = BigInt(whole || "0") * SCALE + BigInt(padded);
  return (sign === "-" ? -magnitude : magnitude) as Dec;
}

/** Summed equity fields may arrive as "1e-7" (api.md §0.3 decE). */
function tryExponent(text: string): Dec | null {
  const match = /^(-?\d+(?:\.\d+)?)[eE]([+-]?\d+)$/.exec(text);
  const base = match ? tryDec(match[1]) : null;
  if (!match || base === null) return null;
  const exponent = Number(match[2]);
  if (Math.abs(exponent) > 60) return null;
  const factor = 10n ** BigInt(Math.abs(exponent));
  return (exponent < 0 ? base / factor : base * factor) as Dec;
}

/** Reads a decimal that the program itself wrote or a validated wire value. */
export function dec(text: string | number): Dec {
  const value = tryDec(text);
  if (value === null) throw new RangeError(`not a decimal: ${text}`);
  return value;
}

export const fromInt = (value: bigint | number): Dec => (BigInt(value) * SCALE) as Dec;
export const add = (a: Dec, b: Dec): Dec => (a + b) as Dec;
export const sub = (a: Dec, b: Dec): Dec => (a - b) as Dec;
export const neg = (a: Dec): Dec => -a as Dec;
export const abs = (a: Dec): Dec => (a < 0n ? -a : a) as Dec;
export const min = (a: Dec, b: Dec): Dec => (a < b ? a : b);
export const max = (a: Dec, b: Dec): Dec => (a > b ? a : b);
export const sum = (values: Iterable<Dec>): Dec => {
  let total = 0n;
  for (const value of values) total += value;
  return total as Dec;
};
export const sign = (a: Dec): -1 | 0 | 1 => (a > 0n ? 1 : a < 0n ? -1 : 0);

/** ROUNDING: toward zero at the 24th digit. */
export const mul = (a: Dec, b: Dec): Dec => ((a * b) / SCALE) as Dec;

/** ROUNDING: toward zero at the 24th digit. The divisor must not be zero. */
export function div(a: Dec, b: Dec): Dec {
  if (b === 0n) throw new RangeError("division by zero");
  return ((a * SCALE) / b) as Dec;
}

export type Rounding = "down" | "up" | "nearest";

/** Rounds a value to a multiple of `step`: down and up mean toward −∞ and +∞. */
export function roundTo(value: Dec, step: Dec, rounding: Rounding): Dec {
  if (step <= 0n) return value;
  const lower = floorDiv(value, step);
  const remainder = value - lower * step;
  if (remainder === 0n) return value;
  const up = rounding === "up" || (rounding === "nearest" && remainder * 2n >= step);
  return ((up ? lower + 1n : lower) * step) as Dec;
}

function floorDiv(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a % b !== 0n && a < 0n !== b < 0n ? quotient - 1n : quotient;
}

/** The value divided by `step`, as an integer (callers round to the step first). */
export const stepsOf = (value: Dec, step: Dec): bigint => floorDiv(value, step);

/** Fraction digits that a tick or a step needs: "0.01" → 2, "1" → 0. */
export function decimalsOf(step: Dec): number {
  let digits = SCALE_DIGITS;
  let rest = step < 0n ? -step : step;
  if (rest === 0n) return 0;
  while (digits > 0 && rest % 10n === 0n) {
    rest /= 10n;
    digits -= 1;
  }
  return digits;
}

/** Plain text without grouping; all digits unless `digits` is given (rounded half away from 0). */
export function toText(value: Dec, digits?: number): string {
  const places = digits ?? decimalsOf(value);
  const unit = 10n ** BigInt(SCALE_DIGITS - places);
  const magnitude = value < 0n ? -value : value;
  const rounded = digits === undefined ? magnitude / unit : (magnitude + unit / 2n) / unit;
  const text = rounded.toString().padStart(places + 1, "0");
  const whole = text.slice(0, text.length - places);
  const body = places > 0 ? `${whole}.${text.slice(text.length - places)}` : whole;
  return value < 0n && rounded > 0n ? `-${body}` : body;
}

/** For pixels and chart coordinates only. */
export const toNumber = (value: Dec): number => Number(toText(value));
