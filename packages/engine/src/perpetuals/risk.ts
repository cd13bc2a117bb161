import { abs, must } from "../math/index.js";
import { marketPrice } from "../prices/index.js";
import { baseToQuote, quoteExponent, quoteToBase } from "./conversions.js";
import { maintenanceMargin, marginsOf } from "./margin.js";
import { liquidityTierOf, type Perpetual, type PerpetualsKernel } from "./state.js";

/** Net collateral, initial and maintenance margin requirement in quote quantums (risk.md §4.3). */
export interface Risk {
  nc: bigint;
  imr: bigint;
  mmr: bigint;
}

/** Oracle price and scale of a perpetual. */
export interface Pricing {
  readonly price: bigint;
  /** `e` of risk.md §0.3. */
  readonly exponent: number;
}

export function pricingOf(k: PerpetualsKernel, perpetual: Perpetual): Pricing {
  const { marketId, atomicResolution } = perpetual.params;
  const market = must(marketPrice(k, marketId), `market ${marketId} has no price`);
  return { price: market.price, exponent: quoteExponent(market.exponent, atomicResolution) };
}

/** Signed value of `baseQuantums` at the oracle price. ROUNDING: towards zero. */
export function notional(k: PerpetualsKernel, perpetual: Perpetual, baseQuantums: bigint): bigint {
  const { price, exponent } = pricingOf(k, perpetual);
  return baseToQuote(baseQuantums, price, exponent);
}

/**
 * Base quantums worth `quoteQuantums` at the oracle price, which must not be 0. ROUNDING: towards
 * zero, twice.
 */
export function baseQuantumsOf(
  k: PerpetualsKernel,
  perpetual: Perpetual,
  quoteQuantums: bigint,
): bigint {
  const { price, exponent } = pricingOf(k, perpetual);
  return quoteToBase(quoteQuantums, price, exponent);
}

/** Maintenance margin of a position. ROUNDING: ceil twice. */
export function maintenanceRequirement(
  k: PerpetualsKernel,
  perpetual: Perpetual,
  baseQuantums: bigint,
): bigint {
  return maintenanceMargin(
    abs(notional(k, perpetual, baseQuantums)),
    liquidityTierOf(k, perpetual),
  );
}

/**
 * Adds a position's risk to `out` (risk.md §3.3). The open interest is the perpetual's own: a match
 * under check passes a perpetual that already has the new one. PERF: mutates `out` so that a walk
 * over positions allocates nothing but integers.
 */
export function addPositionRisk(
  k: PerpetualsKernel,
  out: Risk,
  perpetual: Perpetual,
  baseQuantums: bigint,
  quoteBalance: bigint,
  customImfPpm: number,
): void {
  const { price, exponent } = pricingOf(k, perpetual);
  const tier = liquidityTierOf(k, perpetual);
  const net = baseToQuote(baseQuantums, price, exponent);
  const scaled = tier.openInterestUpperCap !== 0n;
  const openInterest = scaled ? baseToQuote(perpetual.openInterest, price, exponent) : 0n;
  const { imr, mmr } = marginsOf(abs(net), tier, openInterest, customImfPpm);
  out.nc += net + quoteBalance;
  out.imr += imr;
  out.mmr += mmr;
}

/**
 * The risk of one position alone, under the tier's margin scaled by open interest and the user's
 * own fraction (0 = none).
 */
export function marginRequirements(
  k: PerpetualsKernel,
  perpetual: Perpetual,
  baseQuantums: bigint,
  customImfPpm = 0,
): Risk {
  const out: Risk = { nc: 0n, imr: 0n, mmr: 0n };
  addPositionRisk(k, out, perpetual, baseQuantums, 0n, customImfPpm);
  return out;
}
