/**
 * Exact decimals with PostgreSQL's notion of scale: a sum keeps the larger scale, a product adds
 * the scales, and nothing is ever rounded unless the name says so. The recordings show the scale
 * (`190.0`, `-2.221050`), so it is part of the value until `trim` drops trailing zeros.
 */
export interface Decimal {
  /** The value times 10^scale. */
  readonly digits: bigint;
  /** Digits after the decimal point; never negative. */
  readonly scale: number;
}

export const ZERO: Decimal = { digits: 0n, scale: 0 };

const powers: bigint[] = [1n];

/** 10^exponent, remembered. */
export function powerOfTen(exponent: number): bigint {
  for (let next = powers.length; next <= exponent; next += 1) {
    powers.push((powers[next - 1] as bigint) * 10n);
  }
  return powers[exponent] as bigint;
}

/**
 * An integer times 10^exponent, trimmed: quantums and subticks to human units (indexer.md §0.3).
 */
export function fromScaled(value: bigint, exponent: number): Decimal {
  if (exponent >= 0) return { digits: value * powerOfTen(exponent), scale: 0 };
  return trim({ digits: value, scale: -exponent });
}

/** Reads plain notation, as Postgres prints numerics. Keeps trailing zeros. */
export function parseDecimal(text: string): Decimal {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text);
  if (match === null) throw new Error(`not a decimal: ${text}`);
  const fraction = match[3] ?? "";
  const magnitude = BigInt(`${match[2]}${fraction}`);
  return { digits: match[1] === "-" ? -magnitude : magnitude, scale: fraction.length };
}

/** Plain notation with exactly `scale` fractional digits. */
export function formatDecimal(value: Decimal): string {
  if (value.scale === 0) return value.digits.toString();
  const negative = value.digits < 0n;
  const text = (negative ? -value.digits : value.digits).toString().padStart(value.scale + 1, "0");
  const point = text.length - value.scale;
  return `${negative ? "-" : ""}${text.slice(0, point)}.${text.slice(point)}`;
}

/** Drops trailing fractional zeros. */
export function trim(value: Decimal): Decimal {
  let { digits, scale } = value;
  if (digits === 0n) return ZERO;
  while (scale > 0 && digits % 10n === 0n) {
    digits /= 10n;
    scale -= 1;
  }
  return scale === value.scale ? value : { digits, scale };
}

/** Trimmed plain notation: what most columns and messages hold. */
export const trimmedText = (value: Decimal): string => formatDecimal(trim(value));

function align(a: Decimal, b: Decimal): [bigint, bigint, number] {
  const scale = Math.max(a.scale, b.scale);
  return [a.digits * powerOfTen(scale - a.scale), b.digits * powerOfTen(scale - b.scale), scale];
}

export function add(a: Decimal, b: Decimal): Decimal {
  const [x, y, scale] = align(a, b);
  return { digits: x + y, scale };
}

export function subtract(a: Decimal, b: Decimal): Decimal {
  const [x, y, scale] = align(a, b);
  return { digits: x - y, scale };
}

export function multiply(a: Decimal, b: Decimal): Decimal {
  return { digits: a.digits * b.digits, scale: a.scale + b.scale };
}

export function negate(value: Decimal): Decimal {
  return { digits: -value.digits, scale: value.scale };
}

export function absolute(value: Decimal): Decimal {
  return value.digits < 0n ? negate(value) : value;
}

/** Negative, zero or positive, like the difference; scale does not matter. */
export function compare(a: Decimal, b: Decimal): number {
  const [x, y] = align(a, b);
  return x < y ? -1 : x > y ? 1 : 0;
}

export const isZero = (value: Decimal): boolean => value.digits === 0n;

/** ROUNDING: half away from zero, to exactly `scale` fractional digits. */
export function roundHalfAway(value: Decimal, scale: number): Decimal {
  if (value.scale <= scale) {
    return { digits: value.digits * powerOfTen(scale - value.scale), scale };
  }
  return {
    digits: divideHalfAway(value.digits, powerOfTen(value.scale - scale)),
    scale,
  };
}

/** ROUNDING: nearest integer to a/b, ties away from zero. */
export function divideHalfAway(a: bigint, b: bigint): bigint {
  const negative = a < 0n !== b < 0n;
  const x = a < 0n ? -a : a;
  const y = b < 0n ? -b : b;
  const quotient = (x * 2n + y) / (y * 2n);
  return negative ? -quotient : quotient;
}
