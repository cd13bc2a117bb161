import { z } from "zod";
import { pagingCounters } from "./paging.js";
import { height, isoTime, limit, page, ticker } from "./rules.js";
import { dec, eventIdHex, isoMs, orderSide, tradeType, uintString } from "./scalars.js";

/** One trade: a taker fill; `id` is the event id (api.md §1.0, Q20). */
export const trade = z.object({
  id: eventIdHex,
  side: orderSide,
  size: dec,
  price: dec,
  type: tradeType,
  createdAt: isoMs,
  createdAtHeight: uintString,
});
export type Trade = z.output<typeof trade>;

export const tradesInput = z.object({
  ticker: ticker(),
  limit: limit(),
  createdBeforeOrAtHeight: height("createdBeforeOrAtHeight"),
  createdBeforeOrAt: isoTime(),
  page: page(),
});
export type TradesInput = z.output<typeof tradesInput>;

export const tradesResponse = z.object({ trades: z.array(trade), ...pagingCounters });
export type TradesResponse = z.output<typeof tradesResponse>;
