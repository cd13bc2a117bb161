import { ONE_MILLION } from "../types/limits.js";
import { ceilDiv, divide, floorDiv, pow10, type Rounding } from "../units/integerDivision.js";
import { notionalExponent, type OraclePrice } from "./conversions.js";
import type { MarginTier, Risk } from "./margin.js";

/** An exact fraction with a positive denominator. */
export interface Ratio {
  readonly top: bigint;
  readonly bottom: bigint;
}

export interface LiquidationPriceInput {
  readonly quantums: bigint;
  readonly market: OraclePrice;
  readonly tier: Pick<MarginTier, "initialMarginPpm" | "maintenanceFractionPpm">;
  /** Net collateral of the whole account now, position included. */
  readonly netCollateral: bigint;
  /** Maintenance margin of all other positions; 0 for an isolated one. */
  readonly otherMaintenanceMargin: bigint;
}

/**
 * Oracle price, in units of the stored integer price, at which the account's equity equals its
 * maintenance margin with all other prices fixed (web.md §2.4): (R + sP − A) / (s − qν). Undefined
 * when no positive price does that. Exact but for the rounding of margins themselves.
 */
export function liquidationPrice(input: LiquidationPriceInput): Ratio | undefined {
  const { quantums, market } = input;
  if (quantums === 0n) return undefined;
  const size = quantums < 0n ? -quantums : quantums;
  const fractionScale = ONE_MILLION * ONE_MILLION;
  const fraction = BigInt(input.tier.initialMarginPpm) * BigInt(input.tier.maintenanceFractionPpm);
  const exponent = notionalExponent(market);
  const up = exponent >= 0 ? pow10(exponent) : 1n;
  const down = exponent >= 0 ? 1n : pow10(-exponent);
  // All in quote quantums times `down`; the price is what one base quantum multiplies.
  const base = (input.otherMaintenanceMargin - input.netCollateral) * down;
  const top = (base + quantums * market.price * up) * fractionScale;
  const bottom = (quantums * fractionScale - size * fraction) * up;
  if (bottom === 0n) return undefined;
  const ratio = bottom < 0n ? { top: -top, bottom: -bottom } : { top, bottom };
  return ratio.top <= 0n ? undefined : ratio;
}

/** ROUNDING: toward the market, up for a long and down for a short; the cautious way to show it. */
export function liquidationPriceTowardMarket(input: LiquidationPriceInput): bigint | undefined {
  const ratio = liquidationPrice(input);
  if (ratio === undefined) return undefined;
  return input.quantums > 0n ? ceilDiv(ratio.top, ratio.bottom) : floorDiv(ratio.top, ratio.bottom);
}

/**
 * Factor minus 1, in ppm, by which all prices must move together for equity to meet maintenance:
 * (MM − A) / (N − MM), N being the signed notional. Undefined when no move of that kind does.
 */
export function jointLiquidationMovePpm(
  risk: Pick<Risk, "netCollateral" | "maintenanceMargin">,
  signedNotional: bigint,
  rounding: Rounding,
): bigint | undefined {
  const bottom = signedNotional - risk.maintenanceMargin;
  if (bottom === 0n) return undefined;
  const top = (risk.maintenanceMargin - risk.netCollateral) * ONE_MILLION;
  const move = divide(bottom < 0n ? -top : top, bottom < 0n ? -bottom : bottom, rounding);
  return move > -ONE_MILLION ? move : undefined;
}
