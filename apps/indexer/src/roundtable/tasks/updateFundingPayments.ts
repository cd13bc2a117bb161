import type { Queryable } from "@perpetua/db";
import type { Task } from "../task.js";
import { type HeightJob, runHeights } from "./heightJob.js";

/** What every position paid or received at each change of the funding index (indexer.md §6.6). */
export const updateFundingPayments: Task = {
  name: "update-funding-payments",
  env: "UPDATE_FUNDING_PAYMENTS",
  intervalMs: 60_000,
  lockMultiplier: 3,
  run: (context) => runHeights(context, JOB),
};

const JOB: HeightJob = {
  key: "fundingPaymentsLastProcessedHeight",
  nextHeight: async (db, last) => {
    const { rows } = await db.query<{ height: bigint | null }>(
      `SELECT min("effectiveAtHeight") AS height FROM funding_index_updates
       WHERE "effectiveAtHeight" > $1`,
      [String(last)],
    );
    return rows[0]?.height ?? undefined;
  },
  apply: insertPayments,
};

/**
 * The position at this height is that of the market's previous update plus the fills since.
 * Upstream
 * looks at the previous processed height only, and so loses positions of a market that had no
 * update
 * there (indexer.md §10, Q17); with every market updated at every height both are the same.
 */
const INSERT_PAYMENTS = `
WITH updates AS (
  SELECT DISTINCT ON (u."perpetualId") u.*, m.ticker, m."clobPairId",
    COALESCE(p.height, 0) AS since, COALESCE(p.index, 0) AS "previousIndex"
  FROM funding_index_updates u
  JOIN perpetual_markets m ON m.id = u."perpetualId"
  LEFT JOIN LATERAL (
    SELECT "effectiveAtHeight" AS height, "fundingIndex" AS index FROM funding_index_updates
    WHERE "perpetualId" = u."perpetualId" AND "effectiveAtHeight" <= $1
    ORDER BY "effectiveAtHeight" DESC, "eventId" DESC LIMIT 1
  ) p ON true
  WHERE u."effectiveAtHeight" = $2
  ORDER BY u."perpetualId", u."eventId" DESC
), changes AS (
  SELECT f."subaccountId", u."perpetualId",
    CASE f.side WHEN 'BUY' THEN f.size ELSE -f.size END AS size
  FROM fills f JOIN updates u ON u."clobPairId" = f."clobPairId"
  WHERE f."createdAtHeight" > (SELECT min(since) FROM updates)
    AND f."createdAtHeight" > u.since AND f."createdAtHeight" <= $2
  UNION ALL
  SELECT p."subaccountId", p."perpetualId", p.size
  FROM funding_payments p
  JOIN updates u ON u."perpetualId" = p."perpetualId" AND u.since = p."createdAtHeight"
), positions AS (
  SELECT "subaccountId", "perpetualId", sum(size) AS size FROM changes
  GROUP BY "subaccountId", "perpetualId" HAVING sum(size) <> 0
)
INSERT INTO funding_payments ("subaccountId", "createdAt", "createdAtHeight", "perpetualId",
  ticker, "oraclePrice", size, side, rate, payment, "fundingIndex")
SELECT n."subaccountId", u."effectiveAt", u."effectiveAtHeight", u."perpetualId", u.ticker,
  u."oraclePrice", n.size, CASE WHEN n.size > 0 THEN 'LONG' ELSE 'SHORT' END, u.rate,
  -(n.size * (u."fundingIndex" - u."previousIndex")), u."fundingIndex"
FROM positions n JOIN updates u ON u."perpetualId" = n."perpetualId"`;

async function insertPayments(db: Queryable, last: bigint, height: bigint): Promise<void> {
  await db.query(INSERT_PAYMENTS, [String(last), String(height)]);
}
