import type { PerpetualPositionRow } from "@perpetua/db";
import {
  add,
  compare,
  type Decimal,
  formatDecimal,
  isZero,
  multiply,
  negate,
  parseDecimal,
  subtract,
  trimmedText,
} from "../decimal/decimal.js";
import { weightedAverage } from "../decimal/weightedAverage.js";

interface Booked {
  readonly side: "BUY" | "SELL";
  readonly size: Decimal;
  readonly price: Decimal;
  readonly fee: Decimal;
}

/**
 * Books a fill on a position: entry side or exit side, by the row's own side. `sizeBefore` is given
 * when the fill also realises a result (order fills only; indexer.md §4.4).
 */
export function addFillToPosition(
  row: PerpetualPositionRow,
  fill: Booked,
  sizeBefore: Decimal | undefined,
): PerpetualPositionRow {
  const opens = (row.side === "LONG") === (fill.side === "BUY");
  const totalRealizedPnl =
    sizeBefore === undefined ? row.totalRealizedPnl : realize(row, fill, sizeBefore, opens);
  if (opens) {
    const sumOpen = parseDecimal(row.sumOpen);
    const entryPrice = parseDecimal(row.entryPrice);
    return {
      ...row,
      entryPrice: formatDecimal(weightedAverage(entryPrice, sumOpen, fill.price, fill.size)),
      sumOpen: trimmedText(add(sumOpen, fill.size)),
      totalRealizedPnl,
    };
  }
  const sumClose = parseDecimal(row.sumClose);
  const exitPrice = parseDecimal(row.exitPrice ?? "0");
  return {
    ...row,
    exitPrice: formatDecimal(weightedAverage(exitPrice, sumClose, fill.price, fill.size)),
    sumClose: trimmedText(add(sumClose, fill.size)),
    totalRealizedPnl,
  };
}

/** Keeps the scale of its parts: clients see `-2.221050` (traps-indexer.md 10). */
function realize(
  row: PerpetualPositionRow,
  fill: Booked,
  sizeBefore: Decimal,
  opens: boolean,
): string {
  const soFar = parseDecimal(row.totalRealizedPnl ?? "0");
  const cost = negate(fill.fee);
  if (opens || isZero(sizeBefore)) return formatDecimal(add(soFar, cost));
  const entry = parseDecimal(row.entryPrice);
  const gain = row.side === "LONG" ? subtract(fill.price, entry) : subtract(entry, fill.price);
  const closed = compare(fill.size, sizeBefore) <= 0 ? fill.size : sizeBefore;
  return formatDecimal(add(soFar, add(multiply(gain, closed), cost)));
}
