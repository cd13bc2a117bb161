/** value × 10^exponent in plain notation without trailing fractional zeros. */
export function scaleByPowerOfTen(value: bigint, exponent: number): string {
  if (exponent >= 0) return String(value * 10n ** BigInt(exponent));
  const negative = value < 0n;
  const digits = String(negative ? -value : value).padStart(1 - exponent, "0");
  const point = digits.length + exponent;
  const fraction = digits.slice(point).replace(/0+$/, "");
  const magnitude =
    fraction === "" ? digits.slice(0, point) : `${digits.slice(0, point)}.${fraction}`;
  return negative ? `-${magnitude}` : magnitude;
}

interface Resolutions {
  readonly atomicResolution: number;
  readonly quantumConversionExponent: number;
}

/** Size in base units (indexer.md §0.3). */
export function humanSize(quantums: bigint, market: Resolutions): string {
  return scaleByPowerOfTen(quantums, market.atomicResolution);
}

/** Price in quote units per base unit (indexer.md §0.3). */
export function humanPrice(subticks: bigint, market: Resolutions): string {
  const exponent = market.quantumConversionExponent - 6 - market.atomicResolution;
  return scaleByPowerOfTen(subticks, exponent);
}
