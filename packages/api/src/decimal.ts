/**
 * Exact decimal arithmetic for derived values (api.md §1.27): a bigint and a scale, no floats.
 * Addition keeps the larger scale and multiplication adds scales, as the database does, so that
 * untrimmed fields keep their zeros (traps-indexer 10).
 */
export class Decimal {
  static readonly ZERO = new Decimal(0n, 0);

  readonly digits: bigint;
  readonly scale: number;

  private constructor(digits: bigint, scale: number) {
    this.digits = digits;
    this.scale = scale;
  }

  /** `digits · 10^-scale` */
  static of(digits: bigint, scale = 0): Decimal {
    return scale >= 0 ? new Decimal(digits, scale) : new Decimal(digits * 10n ** BigInt(-scale), 0);
  }

  /** Reads a plain or exponent decimal; anything else is a broken invariant. */
  static parse(text: string): Decimal {
    const match = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/.exec(text);
    const whole = match?.[2] ?? "";
    const fraction = match?.[3] ?? "";
    if (match === null || whole.length + fraction.length === 0) {
      throw new Error(`not a decimal: ${text}`);
    }
    const digits = BigInt(whole + fraction) * (match[1] === "-" ? -1n : 1n);
    return Decimal.of(digits, fraction.length - Number(match[4] ?? 0));
  }

  add(other: Decimal): Decimal {
    const scale = Math.max(this.scale, other.scale);
    return new Decimal(this.at(scale) + other.at(scale), scale);
  }

  sub(other: Decimal): Decimal {
    const scale = Math.max(this.scale, other.scale);
    return new Decimal(this.at(scale) - other.at(scale), scale);
  }

  mul(other: Decimal): Decimal {
    return new Decimal(this.digits * other.digits, this.scale + other.scale);
  }

  /** ROUNDING: quotient with at most 20 fraction digits, half away from zero (api.md §0.3). */
  div(other: Decimal, scale = 20): Decimal {
    const numerator = this.digits * 10n ** BigInt(scale + other.scale);
    const denominator = other.digits * 10n ** BigInt(this.scale);
    const negative = numerator < 0n !== denominator < 0n;
    const absolute = magnitude(numerator);
    const divisor = magnitude(denominator);
    const rounded = (absolute * 2n + divisor) / (divisor * 2n);
    return new Decimal(negative ? -rounded : rounded, scale);
  }

  neg(): Decimal {
    return new Decimal(-this.digits, this.scale);
  }

  abs(): Decimal {
    return this.digits < 0n ? this.neg() : this;
  }

  sign(): -1 | 0 | 1 {
    return this.digits === 0n ? 0 : this.digits < 0n ? -1 : 1;
  }

  isZero(): boolean {
    return this.digits === 0n;
  }

  cmp(other: Decimal): number {
    return this.sub(other).sign();
  }

  /** ROUNDING: half away from zero to `scale` fraction digits. */
  round(scale: number): Decimal {
    return scale >= this.scale ? this : this.div(Decimal.of(1n), scale);
  }

  /** All fraction digits of the scale. */
  toUntrimmed(): string {
    const text = magnitude(this.digits)
      .toString()
      .padStart(this.scale + 1, "0");
    const cut = text.length - this.scale;
    const sign = this.digits < 0n ? "-" : "";
    return this.scale === 0 ? sign + text : `${sign}${text.slice(0, cut)}.${text.slice(cut)}`;
  }

  /** Exactly `scale` fraction digits. */
  toFixed(scale: number): string {
    const rounded = this.round(scale);
    return new Decimal(rounded.at(scale), scale).toUntrimmed();
  }

  /** Without trailing fractional zeros. */
  toString(): string {
    return trimDecimal(this.toUntrimmed());
  }

  private at(scale: number): bigint {
    return scale === this.scale ? this.digits : this.digits * 10n ** BigInt(scale - this.scale);
  }
}

function magnitude(value: bigint): bigint {
  return value < 0n ? -value : value;
}

/** Drops trailing fractional zeros of a plain decimal; exponent forms are written out. */
export function trimDecimal(text: string): string {
  if (text.includes("e") || text.includes("E")) return Decimal.parse(text).toString();
  const dot = text.indexOf(".");
  if (dot < 0) return text;
  let end = text.length;
  while (text.charCodeAt(end - 1) === 48) end--;
  if (end - 1 === dot) end--;
  const trimmed = text.slice(0, end);
  return trimmed === "-0" ? "0" : trimmed;
}

/** `trimDecimal` that lets null through. */
export function trimNullable(text: string | null): string | null {
  return text === null ? null : trimDecimal(text);
}
