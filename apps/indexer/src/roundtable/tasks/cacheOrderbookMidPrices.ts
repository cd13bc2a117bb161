import { addOrderbookMidPrices, getOrderbookMidPrice } from "@perpetua/messaging";
import type { Task } from "../task.js";
import { readTickers } from "./tickers.js";

/** Samples the mid price of every two-sided book, for candles (indexer.md §2.1, §6.2). */
export const cacheOrderbookMidPrices: Task = {
  name: "cache-orderbook-mid-prices",
  env: "CACHE_ORDERBOOK_MID_PRICES",
  intervalMs: 10_000,
  run: async ({ database, redis, nowMs }) => {
    const tickers = await readTickers(database.readPool);
    const prices = await Promise.all(
      tickers.map(async (ticker) => [ticker, await getOrderbookMidPrice(redis, ticker)] as const),
    );
    const known = prices.flatMap(([ticker, price]) =>
      price === undefined ? [] : [[ticker, price] as const],
    );
    await addOrderbookMidPrices(redis, new Map(known), Math.floor(nowMs() / 1_000));
  },
};
