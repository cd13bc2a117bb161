/** Liquidation prices and joint moves (web.md §2.4, §2.5). */
import {
  abs,
  add,
  type Dec,
  div,
  max,
  mul,
  neg,
  ONE,
  roundTo,
  sign,
  sub,
  sum,
  ZERO,
} from "../decimal/dec";
import { accountRisk, type RiskPosition } from "./margin";

export type Liquidation =
  | { kind: "none" }
  | { kind: "now"; price: Dec }
  | { kind: "at"; price: Dec; distance: Dec };

/**
 * P_liq = (R + sP − A) / (s − qν) for the position at `index`, all other prices held fixed.
 * The caller rounds toward the market for display: long up, short down.
 */
export function liquidationPrice(
  quote: Dec,
  positions: readonly RiskPosition[],
  index: number,
): Liquidation {
  const own = positions[index];
  if (!own || own.size === ZERO) return { kind: "none" };
  const account = accountRisk(quote, positions);
  const quantity = abs(own.size);
  const ownMaintenance = mul(mul(quantity, own.price), own.maintenanceFraction);
  const others = sub(account.maintenanceMargin, ownMaintenance);
  const denominator = sub(own.size, mul(quantity, own.maintenanceFraction));
  if (denominator === ZERO) return { kind: "none" };
  const numerator = sub(add(others, mul(own.size, own.price)), account.equity);
  const price = div(numerator, denominator);
  if (account.equity < account.maintenanceMargin) return { kind: "now", price };
  if (price <= 0n) return { kind: "none" };
  return { kind: "at", price, distance: div(sub(price, own.price), own.price) };
}

/** ROUNDING: toward the market, so that the shown price is never too comfortable. */
export const roundLiquidation = (price: Dec, tick: Dec, size: Dec): Dec =>
  roundTo(price, tick, sign(size) > 0 ? "up" : "down");

/**
 * The common relative move of all prices at which equity meets maintenance:
 * x = (MM − A)/(N − MM); null when no move of that kind endangers the account.
 */
export function jointMove(quote: Dec, positions: readonly RiskPosition[]): Dec | null {
  const account = accountRisk(quote, positions);
  const net = sum(positions.map((p) => mul(p.size, p.price)));
  const slope = sub(net, account.maintenanceMargin);
  if (slope === ZERO) return null;
  const move = div(sub(account.maintenanceMargin, account.equity), slope);
  if (move <= neg(ONE)) return null;
  const falls = sign(slope) > 0 ? move < 0n : move > 0n;
  return falls ? move : null;
}

/** max(0, A_iso − qP·i): what may leave an isolated position. */
export const maxRemovableMargin = (equity: Dec, position: RiskPosition): Dec =>
  max(ZERO, sub(equity, mul(mul(abs(position.size), position.price), position.initialFraction)));
