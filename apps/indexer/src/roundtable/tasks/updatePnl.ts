import type { Queryable } from "@perpetua/db";
import type { Task } from "../task.js";
import { type HeightJob, runHeights } from "./heightJob.js";

/** Profit and loss of every account at the heights of funding payments (indexer.md §6.7). */
export const updatePnl: Task = {
  name: "update-pnl",
  env: "UPDATE_PNL",
  intervalMs: 60_000,
  lockMultiplier: 3,
  run: (context) => runHeights(context, JOB),
};

const JOB: HeightJob = {
  key: "pnlLastProcessedHeight",
  nextHeight: async (db, last) => {
    const { rows } = await db.query<{ height: bigint | null }>(
      `SELECT min("createdAtHeight") AS height FROM funding_payments
       WHERE "createdAtHeight" > $1`,
      [String(last)],
    );
    return rows[0]?.height ?? undefined;
  },
  apply: insertPnl,
};

/** $1 = last processed height, $2 = this one; an account begins with its first transfer. */
const INSERT_PNL = `
WITH bounds AS (SELECT $1::int8 AS last, $2::int8 AS height),
moved AS (
  SELECT "recipientSubaccountId" AS id, size, "createdAtHeight" AS height FROM transfers
  WHERE "recipientSubaccountId" IS NOT NULL
  UNION ALL
  SELECT "senderSubaccountId", -size, "createdAtHeight" FROM transfers
  WHERE "senderSubaccountId" IS NOT NULL
), transferred AS (
  SELECT id, sum(size) AS amount FROM moved, bounds b
  WHERE moved.height > b.last AND moved.height <= b.height GROUP BY id
), previous AS (
  SELECT "subaccountId" AS id, "totalPnl", "netTransfers" FROM pnl, bounds b
  WHERE "createdAtHeight" = b.last
), funded AS (
  SELECT "subaccountId" AS id, sum(payment) AS amount FROM funding_payments, bounds b
  WHERE "createdAtHeight" > b.last AND "createdAtHeight" <= b.height GROUP BY "subaccountId"
), held AS (
  SELECT "subaccountId" AS id,
    sum(CASE WHEN "createdAtHeight" = b.height THEN size ELSE -size END * "oraclePrice") AS amount
  FROM funding_payments, bounds b
  WHERE "createdAtHeight" IN (b.last, b.height) GROUP BY "subaccountId"
), traded AS (
  SELECT "subaccountId" AS id,
    sum(CASE side WHEN 'SELL' THEN "quoteAmount" ELSE -"quoteAmount" END - fee::numeric) AS amount
  FROM fills, bounds b
  WHERE "createdAtHeight" > b.last AND "createdAtHeight" <= b.height GROUP BY "subaccountId"
), sums AS (
  SELECT id,
    COALESCE(previous."totalPnl", 0) + COALESCE(funded.amount, 0) + COALESCE(held.amount, 0)
      + COALESCE(traded.amount, 0) AS total,
    COALESCE(previous."netTransfers", 0) + COALESCE(transferred.amount, 0) AS net
  FROM previous FULL JOIN transferred USING (id)
  LEFT JOIN funded USING (id) LEFT JOIN held USING (id) LEFT JOIN traded USING (id)
)
INSERT INTO pnl ("subaccountId", "createdAt", "createdAtHeight", equity, "netTransfers", "totalPnl")
SELECT id, at.time, b.height, total + net, net, total
FROM sums, bounds b, LATERAL (
  SELECT max("createdAt") AS time FROM funding_payments WHERE "createdAtHeight" = b.height
) at`;

async function insertPnl(db: Queryable, last: bigint, height: bigint): Promise<void> {
  await db.query(INSERT_PNL, [String(last), String(height)]);
}
