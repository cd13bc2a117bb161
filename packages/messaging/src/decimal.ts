/** Exact arithmetic on decimal texts as Redis holds them (plain or exponent notation). */
interface Decimal {
  readonly digits: bigint;
  /** Number of fractional digits. */
  readonly scale: number;
}

const PATTERN = /^(-?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/;

function parse(text: string): Decimal {
  const match = PATTERN.exec(text);
  const [, sign = "", whole = "", fraction = "", exponent = "0"] = match ?? [];
  if (!match || whole + fraction === "") throw new Error(`not a decimal: ${JSON.stringify(text)}`);
  const scale = fraction.length - Number(exponent);
  const digits = BigInt(`${sign}${whole}${fraction}`);
  return scale >= 0 ? { digits, scale } : { digits: digits * 10n ** BigInt(-scale), scale: 0 };
}

function rescale({ digits, scale }: Decimal, target: number): bigint {
  return digits * 10n ** BigInt(target - scale);
}

/** Plain notation without trailing fractional zeros. */
function format(digits: bigint, scale: number): string {
  const negative = digits < 0n;
  const text = String(negative ? -digits : digits).padStart(scale + 1, "0");
  const whole = text.slice(0, text.length - scale);
  const fraction = text.slice(text.length - scale).replace(/0+$/, "");
  const magnitude = fraction === "" ? whole : `${whole}.${fraction}`;
  return negative ? `-${magnitude}` : magnitude;
}

export function compareDecimals(a: string, b: string): number {
  const x = parse(a);
  const y = parse(b);
  const scale = Math.max(x.scale, y.scale);
  const difference = rescale(x, scale) - rescale(y, scale);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

export function addDecimals(a: string, b: string): string {
  const x = parse(a);
  const y = parse(b);
  const scale = Math.max(x.scale, y.scale);
  return format(rescale(x, scale) + rescale(y, scale), scale);
}

const MEAN_DECIMALS = 20;

/** ROUNDING: half away from zero at 20 decimals. */
export function meanOf(values: readonly string[]): string {
  const parsed = values.map(parse);
  const scale = Math.max(MEAN_DECIMALS, ...parsed.map((value) => value.scale));
  const sum = parsed.reduce((total, value) => total + rescale(value, scale), 0n);
  const divisor = BigInt(values.length) * 10n ** BigInt(scale - MEAN_DECIMALS);
  const rounded = (2n * sum + (sum < 0n ? -divisor : divisor)) / (2n * divisor);
  return format(rounded, MEAN_DECIMALS);
}

/** Median; of an even count the mean of the middle two. Undefined when there is none. */
export function medianOf(values: readonly string[]): string | undefined {
  if (values.length === 0) return undefined;
  const sorted = [...values].sort(compareDecimals);
  const middle = sorted.length >> 1;
  if (sorted.length % 2 === 1) return addDecimals(sorted[middle]!, "0");
  return meanOf([sorted[middle - 1]!, sorted[middle]!]);
}
