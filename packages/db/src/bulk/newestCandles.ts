import type { Queryable } from "../client/transaction.js";
import { selectList } from "./statements.js";
import { type CandleRow, candles } from "./tables.js";

/** Resolutions of a day or part of one are searched further back than shorter ones. */
const LONG = ["4HOURS", "1DAY"];

/**
 * The newest candle of every ticker and resolution that started after `since` (4HOURS and 1DAY:
 * after `sinceLong`): what a candle writer needs to go on (indexer.md §4.1).
 */
export async function newestCandles(
  db: Queryable,
  since: Date,
  sinceLong: Date,
): Promise<CandleRow[]> {
  const { rows } = await db.query({
    text: `SELECT DISTINCT ON ("ticker", "resolution") ${selectList(candles)} FROM candles
           WHERE "startedAt" > $1 AND ("resolution" = ANY($3) OR "startedAt" > $2)
           ORDER BY "ticker", "resolution", "startedAt" DESC`,
    values: [sinceLong.toISOString(), since.toISOString(), LONG],
  });
  return rows as CandleRow[];
}
