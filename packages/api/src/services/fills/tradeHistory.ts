import { Decimal } from "../../decimal.js";
import type { TradeHistoryRow } from "../../schemas/fills.js";

/** A fill as the history needs it. */
export interface HistoryFill {
  readonly id: string;
  readonly orderId: string | null;
  readonly orderType: TradeHistoryRow["orderType"];
  readonly subaccountNumber: number;
  readonly market: string;
  readonly marketType: TradeHistoryRow["marginMode"];
  readonly side: TradeHistoryRow["side"];
  readonly price: string;
  readonly size: string;
  readonly fee: string;
  readonly createdAt: string;
  readonly createdAtHeight: string;
}

/** Fills of one order in one block; a fill without an order stands alone. */
interface Group {
  readonly id: string;
  readonly first: HistoryFill;
  readonly isLiquidation: boolean;
  size: Decimal;
  quote: Decimal;
  fee: Decimal;
  time: string;
}

/** One life of a position: everything is reset when it becomes flat. */
interface Life {
  position: Decimal;
  entryPrice: Decimal;
  pnl: Decimal;
  fee: Decimal;
  costBasis: Decimal;
}

function flat(): Life {
  const zero = Decimal.ZERO;
  return { position: zero, entryPrice: zero, pnl: zero, fee: zero, costBasis: zero };
}

function groupFills(fills: readonly HistoryFill[]): Group[] {
  const groups = new Map<string, Group>();
  for (const fill of fills) {
    const id = fill.orderId === null ? fill.id : `${fill.orderId}:${fill.createdAtHeight}`;
    const group = groups.get(id) ?? {
      id,
      first: fill,
      isLiquidation: fill.orderId === null,
      size: Decimal.ZERO,
      quote: Decimal.ZERO,
      fee: Decimal.ZERO,
      time: fill.createdAt,
    };
    groups.set(id, group);
    const size = Decimal.parse(fill.size);
    group.size = group.size.add(size);
    group.quote = group.quote.add(size.mul(Decimal.parse(fill.price)));
    group.fee = group.fee.add(Decimal.parse(fill.fee));
    if (fill.createdAt > group.time) group.time = fill.createdAt;
  }
  return [...groups.values()];
}

function signOf(group: Group): Decimal {
  return Decimal.of(group.first.side === "BUY" ? 1n : -1n);
}

interface Step {
  readonly suffix: string;
  readonly action: TradeHistoryRow["action"];
  readonly size: Decimal;
  readonly before: Decimal;
  /** Entry price to show: before the reset when the step closes the position. */
  readonly entryPrice: Decimal;
}

function toRow(group: Group, life: Life, price: Decimal, step: Step): TradeHistoryRow {
  const { first } = group;
  const sign = life.position.sign();
  const basis = life.costBasis;
  return {
    id: group.id + step.suffix,
    subaccountNumber: first.subaccountNumber,
    action: step.action,
    executionPrice: price.toString(),
    entryPrice: step.entryPrice.toString(),
    side: first.side,
    positionSide: sign === 0 ? null : sign > 0 ? "LONG" : "SHORT",
    prevSize: step.before.abs().toString(),
    additionalSize: step.size.mul(signOf(group)).toString(),
    value: step.size.mul(price).toString(),
    orderType: first.orderType,
    netFee: life.fee.toString(),
    netRealizedPnl: life.pnl.toString(),
    netRealizedPnlPercent: basis.isZero() ? null : life.pnl.div(basis).toString(),
    time: group.time,
    orderId: first.orderId,
    marketId: first.market,
    marginMode: first.marketType,
  };
}

/** Adds `size` on the position's side, or opens one. */
function increase(
  group: Group,
  life: Life,
  price: Decimal,
  part: { readonly size: Decimal; readonly fee: Decimal; readonly suffix: string },
): TradeHistoryRow {
  const before = life.position;
  const held = before.abs();
  const total = held.add(part.size);
  const cost = life.entryPrice.mul(held).add(price.mul(part.size));
  life.entryPrice = held.isZero() ? price : cost.div(total);
  life.position = total.mul(signOf(group));
  life.fee = life.fee.add(part.fee);
  const action = before.isZero() ? "OPEN" : "EXTEND";
  const { size, suffix } = part;
  return toRow(group, life, price, { suffix, action, size, before, entryPrice: life.entryPrice });
}

/** Takes `size` off the position. */
function reduce(
  group: Group,
  life: Life,
  price: Decimal,
  part: { readonly size: Decimal; readonly fee: Decimal; readonly suffix: string },
): TradeHistoryRow {
  const before = life.position;
  const { size, suffix } = part;
  const move = before.sign() > 0 ? price.sub(life.entryPrice) : life.entryPrice.sub(price);
  life.pnl = life.pnl.add(move.mul(size));
  life.costBasis = life.costBasis.add(life.entryPrice.mul(size));
  life.fee = life.fee.add(part.fee);
  life.position = before.add(size.mul(signOf(group)));
  const kind = life.position.isZero() ? "CLOSE" : "PARTIAL_CLOSE";
  const action = group.isLiquidation ? (`LIQUIDATION_${kind}` as const) : kind;
  return toRow(group, life, price, { suffix, action, size, before, entryPrice: life.entryPrice });
}

function walkMarket(groups: readonly Group[]): TradeHistoryRow[] {
  const rows: TradeHistoryRow[] = [];
  let life = flat();
  for (const group of groups) {
    const price = group.quote.div(group.size);
    const held = life.position.abs();
    const isReducing = life.position.sign() === -signOf(group).sign() && !held.isZero();
    const whole = { size: group.size, fee: group.fee, suffix: "" };
    if (!isReducing) {
      rows.push(increase(group, life, price, whole));
      continue;
    }
    if (group.size.cmp(held) <= 0) {
      rows.push(reduce(group, life, price, whole));
      if (life.position.isZero()) life = flat();
      continue;
    }
    // The group crosses zero: one row closes, one opens the rest; the fee is shared by size.
    const closingFee = group.fee.mul(held).div(group.size);
    rows.push(reduce(group, life, price, { size: held, fee: closingFee, suffix: ":close" }));
    life = flat();
    const rest = { size: group.size.sub(held), fee: group.fee.sub(closingFee), suffix: ":open" };
    rows.push(increase(group, life, price, rest));
  }
  return rows;
}

function descending(a: string, b: string): number {
  return a < b ? 1 : a > b ? -1 : 0;
}

/**
 * Rows of api.md §1.9 from all fills of some subaccounts, oldest first: one per order and block,
 * two
 * when it turns the position. The result is newest first.
 */
export function computeTradeHistory(fills: readonly HistoryFill[]): TradeHistoryRow[] {
  const markets = new Map<string, HistoryFill[]>();
  for (const fill of fills) {
    const key = `${fill.subaccountNumber}/${fill.market}`;
    const list = markets.get(key);
    if (list === undefined) markets.set(key, [fill]);
    else list.push(fill);
  }
  const rows = [...markets.values()].flatMap((list) => walkMarket(groupFills(list)));
  return rows.sort((a, b) => descending(a.time, b.time) || descending(a.id, b.id));
}
