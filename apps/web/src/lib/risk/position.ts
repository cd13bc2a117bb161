/** A position's own numbers (web.md §2.3, §2.7, §2.9). */
import { abs, add, type Dec, div, max, mul, neg, ONE, sign, sub, ZERO } from "../decimal/dec";

export const notional = (size: Dec, price: Dec): Dec => mul(abs(size), price);
export const unrealisedPnl = (size: Dec, price: Dec, entry: Dec): Dec =>
  mul(size, sub(price, entry));

/** PnL over the margin that the entry needed: s(P − E) / (qE / max(L, 1)). */
export function returnOnMargin(size: Dec, price: Dec, entry: Dec, leverage: Dec): Dec | null {
  const margin = div(mul(abs(size), entry), max(leverage, ONE));
  return margin === ZERO ? null : div(unrealisedPnl(size, price, entry), margin);
}

export interface PositionChange {
  size: Dec;
  entry: Dec;
  realised: Dec;
}

/**
 * Applies a fill of signed `delta` at `price`: adding averages, reducing keeps, flipping resets.
 */
export function applyFill(size: Dec, entry: Dec, delta: Dec, price: Dec): PositionChange {
  if (size === ZERO || sign(size) === sign(delta)) {
    const total = add(size, delta);
    if (total === ZERO) return { size: ZERO, entry: ZERO, realised: ZERO };
    const cost = add(mul(abs(size), entry), mul(abs(delta), price));
    return { size: total, entry: div(cost, abs(total)), realised: ZERO };
  }
  const closed = abs(delta) < abs(size) ? abs(delta) : abs(size);
  const gain = mul(closed, sub(price, entry));
  const realised = sign(size) > 0 ? gain : neg(gain);
  const rest = add(size, delta);
  if (rest === ZERO) return { size: ZERO, entry: ZERO, realised };
  const flipped = sign(rest) !== sign(size);
  return { size: rest, entry: flipped ? price : entry, realised };
}

export interface BreakEvenInput {
  size: Dec;
  entry: Dec;
  openFees: Dec;
  /** Net funding received; negative when paid. */
  netFunding: Dec;
  closeFeeRate: Dec;
}

/** Long (qE + F₀ − Fₙ)/(q(1 − f)), short (qE − F₀ + Fₙ)/(q(1 + f)). */
export function breakEven(input: BreakEvenInput): Dec | null {
  const quantity = abs(input.size);
  if (quantity === ZERO) return null;
  const cost = mul(quantity, input.entry);
  const drag = sub(input.openFees, input.netFunding);
  return sign(input.size) > 0
    ? div(add(cost, drag), mul(quantity, sub(ONE, input.closeFeeRate)))
    : div(sub(cost, drag), mul(quantity, add(ONE, input.closeFeeRate)));
}

export type TriggerKind = "takeProfit" | "stopLoss";

/** Trigger price for a return `roi` on margin at `leverage`; side is the position's sign. */
export function triggerPriceForReturn(
  entry: Dec,
  side: 1 | -1,
  kind: TriggerKind,
  roi: Dec,
  leverage: Dec,
): Dec {
  const move = div(roi, leverage);
  const up = (kind === "takeProfit") === (side === 1);
  return mul(entry, up ? add(ONE, move) : sub(ONE, move));
}

/** d = σq(T − E). */
export const gainAtTrigger = (size: Dec, entry: Dec, trigger: Dec): Dec =>
  mul(size, sub(trigger, entry));

/** Payment to the account per period: −s·P·rate (positive rate: longs pay). */
export const fundingPayment = (size: Dec, price: Dec, rate: Dec): Dec =>
  neg(mul(mul(size, price), rate));

export const eightHourRate = (hourly: Dec): Dec => (hourly * 8n) as Dec;
/** Simple, not compounded. */
export const annualRate = (hourly: Dec): Dec => (hourly * 8760n) as Dec;
