import { ONE_MILLION } from "../types/limits.js";
import {
  absBigInt,
  ceilDiv,
  clampBigInt,
  floorDiv,
  maxBigInt,
  minBigInt,
  pow10,
} from "../units/integerDivision.js";
import { mulPpmRoundDown } from "../units/ppm.js";
import { baseToQuoteTrunc, type OraclePrice, quoteToBaseTrunc } from "./conversions.js";
import { type MarginTier, maintenanceMarginRoundUp, type Risk } from "./margin.js";

const UINT64_MAX = (1n << 64n) - 1n;

/** One position of the account being liquidated, with the account's total risk. */
export interface LiquidatedPosition {
  readonly quantums: bigint;
  readonly market: OraclePrice;
  readonly tier: MarginTier;
  readonly account: Pick<Risk, "netCollateral" | "maintenanceMargin">;
}

export interface FillablePriceConfig {
  readonly bankruptcyAdjustmentPpm: number;
  readonly spreadToMaintenanceMarginRatioPpm: number;
}

export interface LiquidationGrid {
  readonly quantumConversionExponent: number;
  readonly subticksPerTick: bigint | number;
}

function notionalAndMargin(position: LiquidatedPosition, quantums: bigint) {
  const net = baseToQuoteTrunc(quantums, position.market);
  return { net, margin: maintenanceMarginRoundUp(absBigInt(net), position.tier) };
}

/**
 * Worst price at which a liquidation order may trade, in subticks (clob.md §8.4). ROUNDING: exact
 * up to the end, then up to a tick when a long is sold, down to a tick when a short is bought back.
 */
export function fillableSubticks(
  position: LiquidatedPosition,
  config: FillablePriceConfig,
  grid: LiquidationGrid,
): bigint {
  const { net, margin } = notionalAndMargin(position, position.quantums);
  const { netCollateral, maintenanceMargin } = position.account;
  // Adjusted bankruptcy rating as the fraction rating / scale, clamped to 0…1.
  const scale = ONE_MILLION * maintenanceMargin;
  const adjusted = BigInt(config.bankruptcyAdjustmentPpm) * (maintenanceMargin - netCollateral);
  const rating = clampBigInt(adjusted, 0n, scale);
  const spread = BigInt(config.spreadToMaintenanceMarginRatioPpm) * margin;
  // quote per base = (net − rating/scale × spread/10^6) / quantums, over one denominator.
  let top = net * scale * ONE_MILLION - rating * spread;
  let bottom = position.quantums * scale * ONE_MILLION;
  if (bottom < 0n) {
    top = -top;
    bottom = -bottom;
  }
  const exponent = grid.quantumConversionExponent;
  if (exponent < 0) top *= pow10(-exponent);
  else bottom *= pow10(exponent);
  const tick = BigInt(grid.subticksPerTick);
  const divide = position.quantums > 0n ? ceilDiv : floorDiv;
  const subticks = divide(divide(top, bottom), tick) * tick;
  return clampBigInt(subticks, tick, UINT64_MAX - (UINT64_MAX % tick));
}

/**
 * Quote quantums that the account must receive (positive, closing a long) or may pay (negative) for
 * a change of its position, such that its ratio stays the same (clob.md §8.5). ROUNDING: up.
 */
export function bankruptcyQuoteRoundUp(position: LiquidatedPosition, delta: bigint): bigint {
  const before = notionalAndMargin(position, position.quantums);
  const after = notionalAndMargin(position, position.quantums + delta);
  const { netCollateral, maintenanceMargin } = position.account;
  const freed = absBigInt(after.margin - before.margin);
  return -(after.net - before.net) - floorDiv(netCollateral * freed, maintenanceMargin);
}

/**
 * What a liquidation fill pays to the insurance fund (positive) or takes from it (clob.md §8.6).
 * `quoteDelta` is the account's quote change: positive when it sells. ROUNDING: fee cap down.
 */
export function insuranceFundDelta(
  quoteDelta: bigint,
  bankruptcyQuote: bigint,
  maxLiquidationFeePpm: number,
): bigint {
  const surplus = quoteDelta - bankruptcyQuote;
  if (surplus <= 0n) return surplus;
  return minBigInt(mulPpmRoundDown(absBigInt(quoteDelta), maxLiquidationFeePpm), surplus);
}

export interface LiquidationSizeInput {
  readonly quantums: bigint;
  readonly market: OraclePrice;
  readonly stepBaseQuantums: bigint;
  readonly minPositionNotionalLiquidated: bigint;
  readonly maxPositionPortionLiquidatedPpm: number;
  /** The subaccount's block limit less what was liquidated in this block. */
  readonly remainingNotional: bigint;
}

/** Base quantums to liquidate at once (clob.md §8.3). ROUNDING: down to a step. */
export function liquidationSizeRoundDown(input: LiquidationSizeInput): bigint {
  const size = absBigInt(input.quantums);
  const step = input.stepBaseQuantums;
  const notional = baseToQuoteTrunc(size, input.market);
  const largest = maxBigInt(
    minBigInt(input.minPositionNotionalLiquidated, notional),
    mulPpmRoundDown(notional, input.maxPositionPortionLiquidatedPpm),
  );
  const cap = minBigInt(largest, input.remainingNotional);
  if (notional <= cap || size <= step) return size;
  const capped = quoteToBaseTrunc(cap, input.market);
  return clampBigInt(capped - (capped % step), step, size);
}
