import type { App } from "../../lib/app/App";
import { abs, type Dec, dec, div, mul, roundTo, ZERO } from "../../lib/decimal/dec";
import type { Market, Side } from "../../lib/exchange/types";
import { type Level, protectionPrice, walkBook } from "../../lib/risk/orderMath";
import type { PositionFigures } from "./PositionsTable";

/** Closing at market may cost up to this much against mark before it is refused (T15). */
const CLOSE_TOLERANCE = dec("0.02");

/** The side that reduces a position. */
export const closingSide = (size: Dec): Side => (size > ZERO ? "SELL" : "BUY");

/** A share of a position on its step; the whole of it when 100 %. */
export function closingSize(row: PositionFigures, percent: number): Dec {
  const held = abs(row.position.size);
  if (percent >= 100) return held;
  return roundTo(div(mul(held, dec(percent)), dec(100)), row.market.step, "down");
}

export interface CloseEstimate {
  price: Dec | null;
  realised: Dec | null;
  fee: Dec | null;
}

/** What a market order would meet: the book when it is on screen, else the oracle price. */
export function levelsFor(app: App, market: Market, side: Side): Level[] {
  const { book, ticker } = app.market;
  if (book && ticker === market.ticker) {
    return book.rows(side === "BUY" ? "asks" : "bids", 1, 200).map((level) => ({
      price: book.price.toDec(level.tick),
      size: book.size.toDec(level.size),
    }));
  }
  return market.oracle === null ? [] : [{ price: market.oracle, size: dec("1e18") }];
}

/** What closing would bring. */
export function estimateClose(app: App, row: PositionFigures, size: Dec): CloseEstimate {
  const { market, position } = row;
  const side = closingSide(position.size);
  const price = walkBook(levelsFor(app, market, side), size, side).average ?? market.oracle;
  if (price === null) return { price: null, realised: null, fee: null };
  const signed = position.size > ZERO ? size : (-size as Dec);
  const taker = dec((app.fees.takerPpm / 1_000_000).toFixed(6));
  return {
    price,
    realised: mul(signed, (price - position.entry) as Dec),
    fee: mul(mul(size, price), taker),
  };
}

/** The worst price that a closing or reversing order may get. */
export function worstPrice({ market, position }: PositionFigures): Dec {
  const reference = market.oracle ?? position.entry;
  return protectionPrice(closingSide(position.size), reference, CLOSE_TOLERANCE, market.tick);
}

function marketOrder(
  app: App,
  row: PositionFigures,
  size: Dec,
  reduceOnly: boolean,
): Promise<unknown> {
  const { market, position } = row;
  return app.desk.place({
    market,
    side: closingSide(position.size),
    size,
    price: worstPrice(row),
    isMarket: true,
    immediate: true,
    postOnly: false,
    reduceOnly,
  });
}

export const closePosition = (app: App, row: PositionFigures, percent: number): Promise<unknown> =>
  marketOrder(app, row, closingSize(row, percent), true);

/** One order of twice the size: no moment between the two in which the price can run (P3). */
export const reversePosition = (app: App, row: PositionFigures): Promise<unknown> =>
  marketOrder(app, row, (abs(row.position.size) * 2n) as Dec, false);
