import { type Decimal, divideHalfAway, powerOfTen } from "./decimal.js";

/** Postgres keeps numerics in base 10,000; the scale of a quotient depends on those digits. */
const BASE_DIGITS = 4;
const MIN_SIGNIFICANT_DIGITS = 16;

/** Position and value of the leading base-10,000 digit. */
function leadingDigit(value: Decimal): { weight: number; digit: number } {
  if (value.digits === 0n) return { weight: 0, digit: 0 };
  const text = (value.digits < 0n ? -value.digits : value.digits).toString();
  // Power of ten of the first digit, then the group of four that holds it.
  const exponent = text.length - 1 - value.scale;
  const weight = Math.floor(exponent / BASE_DIGITS);
  const inGroup = exponent - weight * BASE_DIGITS + 1;
  return { weight, digit: Number(text.slice(0, inGroup).padEnd(inGroup, "0")) };
}

/**
 * ROUNDING: division as the database does it (indexer.md §0.3 "database division"): at least 16
 * significant digits in groups of four, at least the operands' scales, half away from zero.
 */
export function databaseDivide(a: Decimal, b: Decimal): Decimal {
  if (b.digits === 0n) throw new Error("division by zero");
  const first = leadingDigit(a);
  const second = leadingDigit(b);
  let quotientWeight = first.weight - second.weight;
  if (first.digit <= second.digit) quotientWeight -= 1;
  const scale = Math.max(
    MIN_SIGNIFICANT_DIGITS - quotientWeight * BASE_DIGITS,
    a.scale,
    b.scale,
    0,
  );
  // a/b·10^scale = (a.digits·10^(scale + b.scale − a.scale)) / b.digits; the exponent is ≥ 0
  // because scale ≥ a.scale.
  const numerator = a.digits * powerOfTen(scale + b.scale - a.scale);
  return { digits: divideHalfAway(numerator, b.digits), scale };
}
