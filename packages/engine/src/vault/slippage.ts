/** An exact rational with a positive denominator. */
export interface Fraction {
  readonly num: bigint;
  readonly den: bigint;
}

export function fraction(num: bigint, den: bigint): Fraction {
  const [n, d] = den < 0n ? [-num, -den] : [num, den];
  const g = gcd(n < 0n ? -n : n, d);
  return g > 1n ? { num: n / g, den: d / g } : { num: n, den: d };
}

function gcd(a: bigint, b: bigint): bigint {
  let [x, y] = [a, b];
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}

export function add(a: Fraction, b: Fraction): Fraction {
  return fraction(a.num * b.den + b.num * a.den, a.den * b.den);
}

export function subtract(a: Fraction, b: Fraction): Fraction {
  return fraction(a.num * b.den - b.num * a.den, a.den * b.den);
}

export function multiply(a: Fraction, b: Fraction): Fraction {
  return fraction(a.num * b.num, a.den * b.den);
}

function lessThan(a: Fraction, b: Fraction): boolean {
  return a.num * b.den < b.num * a.den;
}

const MILLION = 1_000_000n;

/** `A(x) = sf·x² + sf²·x³/3` (app.md §13.7). */
function antiderivative(x: Fraction, skew: Fraction): Fraction {
  const square = multiply(x, x);
  const cube = multiply(square, x);
  return add(
    multiply(skew, square),
    multiply(multiply(skew, skew), multiply(cube, fraction(1n, 3n))),
  );
}

/**
 * What a withdrawal of `m` of `n` shares loses in a vault of absolute leverage `leverage` (app.md
 * §13.7): the smaller of a simple and an estimated bound. Exact.
 */
export function withdrawalSlippage(input: {
  readonly leverage: Fraction;
  readonly skewFactorPpm: bigint;
  readonly spreadPpm: bigint;
  readonly initialMarginPpm: bigint;
  readonly totalShares: bigint;
  readonly sharesToWithdraw: bigint;
}): Fraction {
  const { leverage, totalShares: n, sharesToWithdraw: m } = input;
  if (leverage.num === 0n) return fraction(0n, 1n);
  const simple = multiply(leverage, fraction(input.initialMarginPpm, MILLION));
  if (m === n) return simple;
  const skew = fraction(input.skewFactorPpm, MILLION);
  const posterior = multiply(leverage, fraction(n, n - m));
  const integral = subtract(antiderivative(posterior, skew), antiderivative(leverage, skew));
  const average = multiply(integral, fraction(n - m, m));
  const estimated = multiply(fraction(input.spreadPpm, MILLION), add(leverage, average));
  return lessThan(estimated, simple) ? estimated : simple;
}
