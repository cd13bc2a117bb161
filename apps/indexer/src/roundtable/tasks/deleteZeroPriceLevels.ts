import { deleteZeroPriceLevel, getOrderbookLevels } from "@perpetua/messaging";
import type { Task, TaskContext } from "../task.js";
import { readTickers } from "./tickers.js";

/** Levels that became empty stay as `0` until this job removes them (indexer.md §6.2). */
export const deleteZeroPriceLevels: Task = {
  name: "delete_zero_price_levels",
  env: "DELETE_ZERO_PRICE_LEVELS",
  intervalMs: 120_000,
  lockMultiplier: 1,
  run: async (context) => {
    for (const ticker of await readTickers(context.database.readPool)) {
      await cleanMarket(context, ticker);
    }
  },
};

async function cleanMarket({ redis, count }: TaskContext, ticker: string): Promise<void> {
  const { bids, asks } = await getOrderbookLevels(redis, ticker, { removeZeros: false });
  const empty = [
    ...bids.map((level) => ({ ...level, side: "BUY" as const })),
    ...asks.map((level) => ({ ...level, side: "SELL" as const })),
  ].filter(({ quantums }) => quantums === 0n);
  // The script looks again: a level that was filled meanwhile stays.
  const deleted = await Promise.all(
    empty.map(({ side, humanPrice }) => deleteZeroPriceLevel(redis, ticker, side, humanPrice)),
  );
  count("delete_zero_price_levels.num_levels_deleted", deleted.filter(Boolean).length);
}
