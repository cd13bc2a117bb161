import type { Queryable } from "@perpetua/db";

/** Tickers of all markets. */
export async function readTickers(db: Queryable): Promise<string[]> {
  const { rows } = await db.query<{ ticker: string }>(
    `SELECT ticker FROM perpetual_markets ORDER BY id`,
  );
  return rows.map(({ ticker }) => ticker);
}
