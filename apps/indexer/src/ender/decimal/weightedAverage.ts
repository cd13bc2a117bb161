import { add, type Decimal, multiply, roundHalfAway, trim } from "./decimal.js";
import { databaseDivide } from "./divide.js";

const WORKING_SCALE = 20;

/**
 * ROUNDING: (p1·w1 + p2·w2) ÷ (w1 + w2) with numerator and denominator first rounded to 20
 * decimals, the quotient divided as the database does it, then trimmed (indexer.md §0.3,
 * traps-indexer.md 12).
 */
export function weightedAverage(
  price1: Decimal,
  weight1: Decimal,
  price2: Decimal,
  weight2: Decimal,
): Decimal {
  const numerator = add(multiply(price1, weight1), multiply(price2, weight2));
  const denominator = add(weight1, weight2);
  return trim(
    databaseDivide(
      roundHalfAway(numerator, WORKING_SCALE),
      roundHalfAway(denominator, WORKING_SCALE),
    ),
  );
}
