/** Walking the book, slippage, fees, sizing (web.md §2.6, §2.8). */
import {
  add,
  type Dec,
  div,
  fromInt,
  max,
  min,
  mul,
  neg,
  ONE,
  roundTo,
  sub,
  sum,
  ZERO,
} from "../decimal/dec";

export interface Level {
  price: Dec;
  size: Dec;
}
export type Side = "BUY" | "SELL";
export const sideSign = (side: Side): 1 | -1 => (side === "BUY" ? 1 : -1);
const signed = (side: Side, value: Dec): Dec => (side === "BUY" ? value : neg(value));

export interface BookWalk {
  filled: Dec;
  quote: Dec;
  average: Dec | null;
  worst: Dec | null;
  /** What the book could not give. */
  missing: Dec;
}

/** Takes `size` from levels ordered best first, not worse than `limit` when given. */
export function walkBook(
  levels: Iterable<Level>,
  size: Dec,
  side: Side,
  limit: Dec | null = null,
): BookWalk {
  let rest = size;
  let quote = ZERO;
  let worst: Dec | null = null;
  for (const level of levels) {
    if (rest <= 0n) break;
    if (limit !== null && (side === "BUY" ? level.price > limit : level.price < limit)) break;
    const taken = min(rest, level.size);
    quote = add(quote, mul(taken, level.price));
    rest = sub(rest, taken);
    worst = level.price;
  }
  const filled = sub(size, rest);
  return { filled, quote, average: filled > 0n ? div(quote, filled) : null, worst, missing: rest };
}

/** Base size that spending `quote` would take from the book. */
export function sizeForQuote(levels: Iterable<Level>, quote: Dec): Dec {
  let rest = quote;
  let size = ZERO;
  for (const level of levels) {
    const cost = mul(level.price, level.size);
    if (cost >= rest) return add(size, div(rest, level.price));
    size = add(size, level.size);
    rest = sub(rest, cost);
  }
  return size;
}

/** side·(price − mid)/mid: slippage for an average, impact for the worst price. */
export const slippage = (side: Side, price: Dec, mid: Dec): Dec =>
  signed(side, div(sub(price, mid), mid));

/** mid·(1 ± tolerance), rounded inward to the tick, never looser than the tolerance. */
export function protectionPrice(side: Side, mid: Dec, tolerance: Dec, tick: Dec): Dec {
  const bound = mul(mid, side === "BUY" ? add(ONE, tolerance) : sub(ONE, tolerance));
  return max(tick, roundTo(bound, tick, side === "BUY" ? "down" : "up"));
}

export interface MaxSizeInput {
  freeCollateral: Dec;
  oraclePrice: Dec;
  feeRate: Dec;
  initialFraction: Dec;
  side: Side;
  levels: Iterable<Level>;
}

/**
 * Largest size that may be added: per level one unit changes free collateral by
 * d = side·(P − p) − p·f − i·P. The caller rounds down to the step.
 */
export function maxIncrease(input: MaxSizeInput): Dec {
  let free = input.freeCollateral;
  let total = ZERO;
  if (free <= 0n) return ZERO;
  const margin = mul(input.initialFraction, input.oraclePrice);
  for (const level of input.levels) {
    const edge = signed(input.side, sub(input.oraclePrice, level.price));
    const change = sub(sub(edge, mul(level.price, input.feeRate)), margin);
    const affordable = change < 0n ? div(free, neg(change)) : level.size;
    if (affordable < level.size) return add(total, affordable);
    total = add(total, level.size);
    free = add(free, mul(change, level.size));
  }
  return total;
}

export interface RiskSizing {
  risk: Dec;
  entry: Dec;
  stop: Dec;
  entryFee: Dec;
  exitFee: Dec;
}

/** q = Risk / (|E − SL| + E·f_in + SL·f_out). */
export function sizeForRisk(input: RiskSizing): Dec {
  const gap = sub(input.entry, input.stop);
  const perUnit = sum([
    (gap < 0n ? -gap : gap) as Dec,
    mul(input.entry, input.entryFee),
    mul(input.stop, input.exitFee),
  ]);
  return div(input.risk, perUnit);
}

/** Sizes of a scale order: weights 1 + (k − 1)·j/(n − 1), floored to step, residual on the last. */
export function scaleSizes(total: Dec, count: number, skew: Dec, step: Dec): Dec[] {
  const weights = Array.from({ length: count }, (_, index) =>
    count === 1 ? ONE : add(ONE, div(mul(sub(skew, ONE), fromInt(index)), fromInt(count - 1))),
  );
  const all = sum(weights);
  const sizes = weights.map((weight) => roundTo(div(mul(total, weight), all), step, "down"));
  const last = sizes.length - 1;
  const placed = sum(sizes.slice(0, last));
  if (last >= 0) sizes[last] = sub(total, placed);
  return sizes;
}

/** Spread in basis points: 10⁴(ask − bid)/mid. */
export const spreadBps = (bid: Dec, ask: Dec): Dec =>
  div(mul(sub(ask, bid), fromInt(20_000)), add(bid, ask));

/** APR and APY of a share price over `days` (web.md §2.10); for display, floats suffice. */
export function shareYield(start: number, end: number, days: number): { apr: number; apy: number } {
  const growth = end / start;
  return { apr: ((growth - 1) * 365) / days, apy: growth ** (365 / days) - 1 };
}
