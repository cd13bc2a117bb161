/** Integer division with its rounding in the name (risk.md §0.1). Native `/` truncates. */

/** ROUNDING: toward negative infinity. */
export function floorDiv(dividend: bigint, divisor: bigint): bigint {
  const quotient = dividend / divisor;
  const inexact = quotient * divisor !== dividend;
  return inexact && dividend < 0n !== divisor < 0n ? quotient - 1n : quotient;
}

/** ROUNDING: toward positive infinity. */
export function ceilDiv(dividend: bigint, divisor: bigint): bigint {
  return -floorDiv(-dividend, divisor);
}

/** ROUNDING: toward zero. */
export function truncDiv(dividend: bigint, divisor: bigint): bigint {
  return dividend / divisor;
}

/** ROUNDING: to the nearest integer, halves away from zero. */
export function roundDiv(dividend: bigint, divisor: bigint): bigint {
  const negative = dividend < 0n !== divisor < 0n;
  const top = dividend < 0n ? -dividend : dividend;
  const bottom = divisor < 0n ? -divisor : divisor;
  const magnitude = (2n * top + bottom) / (2n * bottom);
  return negative ? -magnitude : magnitude;
}

export type Rounding = "floor" | "ceil" | "trunc" | "nearest" | "exact";

export function divide(dividend: bigint, divisor: bigint, rounding: Rounding): bigint {
  switch (rounding) {
    case "floor":
      return floorDiv(dividend, divisor);
    case "ceil":
      return ceilDiv(dividend, divisor);
    case "trunc":
      return truncDiv(dividend, divisor);
    case "nearest":
      return roundDiv(dividend, divisor);
    case "exact":
      if (dividend % divisor !== 0n) {
        throw new RangeError(`${dividend} is not a multiple of ${divisor}`);
      }
      return dividend / divisor;
  }
}

export function pow10(exponent: number): bigint {
  return 10n ** BigInt(exponent);
}

export function absBigInt(value: bigint): bigint {
  return value < 0n ? -value : value;
}

export function maxBigInt(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}

export function minBigInt(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}

export function clampBigInt(value: bigint, low: bigint, high: bigint): bigint {
  if (value < low) return low;
  return value > high ? high : value;
}
