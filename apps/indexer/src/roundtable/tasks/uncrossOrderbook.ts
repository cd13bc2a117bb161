import {
  compareDecimals,
  deleteStalePriceLevel,
  getOrderbookLevels,
  type OrderbookLevels,
  type OrderbookSide,
  type PriceLevel,
} from "@perpetua/messaging";
import type { Task, TaskContext } from "../task.js";
import { readTickers } from "./tickers.js";

/** STALE_ORDERBOOK_LEVEL_THRESHOLD_SECONDS: younger levels may be about to be matched. */
const STALE_AFTER_S = 10;

/** Deletes old levels that cross the book (indexer.md §6.3). */
export const uncrossOrderbook: Task = {
  name: "uncross_orderbook",
  env: "UNCROSS_ORDERBOOK",
  intervalMs: 15_000,
  lockMultiplier: 1,
  run: async (context) => {
    for (const ticker of await readTickers(context.database.readPool)) {
      await uncrossMarket(context, ticker);
    }
  },
};

async function uncrossMarket(context: TaskContext, ticker: string): Promise<void> {
  const { redis, count, logger } = context;
  const levels = await getOrderbookLevels(redis, ticker, { sortSides: true });
  for (const { side, level } of crossingLevels(levels)) {
    const { humanPrice } = level;
    const gone = await deleteStalePriceLevel(redis, ticker, side, humanPrice, STALE_AFTER_S);
    count(gone ? "uncross_orderbook_succeed" : "uncross_orderbook_failed");
    if (gone) logger.info({ ticker, side, humanPrice }, "crossing price level deleted");
  }
}

export interface CrossingLevel {
  readonly side: OrderbookSide;
  readonly level: PriceLevel;
}

/**
 * Levels to pass until the sorted book no longer crosses: the older of the two best ones each time,
 * of
 * equally old ones the bid. Sizes do not matter here, unlike when a book is read (indexer.md §2.3).
 */
export function crossingLevels({ bids, asks }: OrderbookLevels): CrossingLevel[] {
  const passed: CrossingLevel[] = [];
  let b = 0;
  let a = 0;
  for (;;) {
    const bid = bids[b];
    const ask = asks[a];
    if (bid === undefined || ask === undefined) return passed;
    if (compareDecimals(bid.humanPrice, ask.humanPrice) < 0) return passed;
    if (bid.lastUpdated > ask.lastUpdated) {
      passed.push({ side: "SELL", level: ask });
      a += 1;
    } else {
      passed.push({ side: "BUY", level: bid });
      b += 1;
    }
  }
}
