import { abs, add, type Dec, max, min, mul, neg, roundTo, sign, sub, ZERO } from "../decimal/dec";
import type { Market, Side } from "../exchange/types";
import type { Liquidation } from "../risk/liquidation";
import type { AccountRisk } from "../risk/margin";
import { type Level, maxIncrease, slippage, walkBook } from "../risk/orderMath";
import { applyFill } from "../risk/position";
import { type AccountState, initialFractionOf, viewAccount } from "./account";

export interface OrderDraft {
  side: Side;
  type: "limit" | "market";
  /** Limit price; for market orders the protection price. */
  price: Dec;
  size: Dec;
  postOnly: boolean;
  reduceOnly: boolean;
  immediate: boolean;
}

export interface PreviewContext {
  market: Market;
  markets: ReadonlyMap<string, Market>;
  account: AccountState;
  /** Levels that the order would take from, best first. */
  levels: readonly Level[];
  mid: Dec | null;
  makerRate: Dec;
  takerRate: Dec;
}

export interface Preview {
  /** Expected price over what fills at once and what rests. */
  average: Dec | null;
  worst: Dec | null;
  slippage: Dec | null;
  notional: Dec;
  /** Positive is paid, negative is a rebate. */
  fee: Dec;
  takes: Dec;
  rests: Dec;
  before: AccountSnapshot;
  after: AccountSnapshot;
  realised: Dec;
  missing: Dec;
}

export interface AccountSnapshot {
  risk: AccountRisk;
  size: Dec;
  entry: Dec;
  liquidation: Liquidation;
}

/** The order's size after reduce-only has clipped it to the open position. */
export function clipReduceOnly(draft: OrderDraft, held: Dec): Dec {
  if (!draft.reduceOnly) return draft.size;
  const opposes = sign(held) === (draft.side === "BUY" ? -1 : 1);
  return opposes ? min(draft.size, abs(held)) : ZERO;
}

/**
 * The price of the market at the moment a resting order would fill: it must have come to the limit.
 * Valuing such a fill at today's price would show a gain that nobody gets.
 */
function marketsAtFill(draft: OrderDraft, context: PreviewContext): ReadonlyMap<string, Market> {
  const { market, markets } = context;
  if (market.oracle === null || draft.type === "market" || draft.immediate) return markets;
  const oracle =
    draft.side === "BUY" ? min(market.oracle, draft.price) : max(market.oracle, draft.price);
  return new Map(markets).set(market.ticker, { ...market, oracle });
}

/** Before → after of an order: walks the book, charges fees, re-runs §2.2–2.4 on the result. */
export function previewOrder(draft: OrderDraft, context: PreviewContext): Preview {
  const { market, account, markets } = context;
  const held = account.positions.get(market.ticker) ?? { size: ZERO, entry: ZERO };
  const size = clipReduceOnly(draft, held.size);
  const walk = walkBook(context.levels, size, draft.side, draft.price);
  const rests = draft.type === "market" || draft.immediate ? ZERO : walk.missing;
  const quote = add(walk.quote, mul(rests, draft.price));
  const done = add(walk.filled, rests);
  const average = done > ZERO ? (((quote * 10n ** 24n) / done) as Dec) : null;
  const fee = add(
    mul(walk.quote, context.takerRate),
    mul(mul(rests, draft.price), context.makerRate),
  );
  const delta = draft.side === "BUY" ? done : neg(done);
  const change = applyFill(held.size, held.entry, delta, average ?? draft.price);
  const paid = draft.side === "BUY" ? quote : neg(quote);
  const next: AccountState = {
    quote: sub(sub(account.quote, paid), fee),
    positions: new Map(account.positions).set(market.ticker, change),
  };
  const snapshot = (
    state: AccountState,
    position: { size: Dec; entry: Dec },
    prices: ReadonlyMap<string, Market>,
  ): AccountSnapshot => {
    const view = viewAccount(state, prices);
    return { ...position, risk: view.risk, liquidation: view.liquidation(market.ticker) };
  };
  return {
    average,
    worst: walk.worst,
    slippage: average !== null && context.mid ? slippage(draft.side, average, context.mid) : null,
    notional: quote,
    fee,
    takes: walk.filled,
    rests,
    before: snapshot(account, held, markets),
    after: snapshot(next, change, rests > ZERO ? marketsAtFill(draft, context) : markets),
    realised: change.realised,
    missing: draft.type === "market" || draft.immediate ? walk.missing : ZERO,
  };
}

/** Book levels up to the limit, then endless size at the limit itself for what would rest. */
function* takeable(draft: OrderDraft, levels: readonly Level[]): Generator<Level> {
  for (const level of levels) {
    if (draft.side === "BUY" ? level.price > draft.price : level.price < draft.price) break;
    yield level;
  }
  const canRest = draft.type === "limit" && !draft.immediate;
  if (canRest) yield { price: draft.price, size: (10n ** 45n) as Dec };
}

function* skip(levels: Iterable<Level>, size: Dec): Generator<Level> {
  let rest = size;
  for (const level of levels) {
    const left = sub(level.size, rest);
    if (left <= ZERO) {
      rest = sub(rest, level.size);
      continue;
    }
    yield { price: level.price, size: left };
    rest = ZERO;
  }
}

/**
 * The largest order that margin allows, rounded down to the step (web.md §2.6). An order against
 * an open position first closes it, and what that frees may open the other side.
 */
export function maxOrderSize(draft: OrderDraft, context: PreviewContext): Dec {
  const { account } = context;
  const markets = marketsAtFill(draft, context);
  const market = markets.get(context.market.ticker) ?? context.market;
  if (market.oracle === null) return ZERO;
  const held = account.positions.get(market.ticker)?.size ?? ZERO;
  const opposes = held !== ZERO && sign(held) === (draft.side === "BUY" ? -1 : 1);
  const closing = opposes ? abs(held) : ZERO;
  if (draft.reduceOnly) return closing;
  let free = viewAccount(account, markets).risk.freeCollateral;
  if (opposes) {
    const closed = previewOrder({ ...draft, size: closing }, context);
    if (closed.missing > ZERO) return roundTo(sub(closing, closed.missing), market.step, "down");
    free = closed.after.risk.freeCollateral;
  }
  const more = maxIncrease({
    freeCollateral: max(free, ZERO),
    oraclePrice: market.oracle,
    feeRate: context.takerRate,
    initialFraction: initialFractionOf(market),
    side: draft.side,
    levels: skip(takeable(draft, context.levels), closing),
  });
  return roundTo(add(closing, more), market.step, "down");
}
