import type { Queryable } from "@perpetua/db";

/** An account that is due, with the height of its newest tick (0: none). */
export interface Account {
  readonly id: string;
  readonly sinceHeight: bigint;
}

/** Texts with 6 decimals. */
export interface TickAmounts {
  readonly subaccountId: string;
  readonly equity: string;
  readonly totalPnl: string;
  readonly netTransfers: string;
}

/** Funding indexes older than this many blocks count as 0 (indexer.md §6.5). */
const FUNDING_WINDOW_BLOCKS = 14_400;
const USDC = "0";

/** Newest funding index of position `p` at a height. */
const fundingIndex = (height: string) => `COALESCE((
    SELECT "fundingIndex" FROM funding_index_updates
    WHERE "perpetualId" = p."perpetualId" AND "effectiveAtHeight" <= ${height}
      AND "effectiveAtHeight" > ${height} - ${FUNDING_WINDOW_BLOCKS}
    ORDER BY "effectiveAtHeight" DESC, "eventId" DESC LIMIT 1), 0)`;

/** $1 accounts, $2 their newest tick's height, $3 latest height. A missing price gives null. */
const COMPUTE = `
WITH latest AS (SELECT $3::int8 AS height),
accounts AS (SELECT * FROM unnest($1::uuid[], $2::int8[]) AS a(id, since)),
held AS (
  SELECT s.id,
    sum(p.size * price.price + p.size * (
      ${fundingIndex('s."updatedAtHeight"')} - ${fundingIndex("latest.height")})) AS amount,
    bool_or(price.price IS NULL) AS unpriced
  FROM accounts a JOIN subaccounts s ON s.id = a.id CROSS JOIN latest
  JOIN perpetual_positions p ON p."subaccountId" = s.id AND p.status = 'OPEN'
  JOIN perpetual_markets m ON m.id = p."perpetualId"
  LEFT JOIN LATERAL (
    SELECT price FROM oracle_prices
    WHERE "marketId" = m."marketId" AND "effectiveAtHeight" <= latest.height
    ORDER BY "effectiveAtHeight" DESC LIMIT 1
  ) price ON true
  GROUP BY s.id
), usdc AS (
  SELECT "subaccountId" AS id, sum(CASE WHEN "isLong" THEN size ELSE -size END) AS amount
  FROM asset_positions JOIN accounts ON accounts.id = "subaccountId"
  WHERE "assetId" = '${USDC}' GROUP BY "subaccountId"
), moved AS (
  SELECT a.id, a.since, t.size, t."createdAtHeight" AS height
  FROM accounts a JOIN transfers t ON t."recipientSubaccountId" = a.id
  WHERE t."assetId" = '${USDC}'
  UNION ALL
  SELECT a.id, a.since, -t.size, t."createdAtHeight"
  FROM accounts a JOIN transfers t ON t."senderSubaccountId" = a.id
  WHERE t."assetId" = '${USDC}'
), net AS (
  SELECT moved.id, sum(size) AS ever, sum(size) FILTER (WHERE moved.height > since) AS fresh
  FROM moved, latest WHERE moved.height <= latest.height GROUP BY moved.id
), equities AS (
  SELECT a.id,
    COALESCE(held.amount, 0) + COALESCE(usdc.amount, 0) AS equity,
    COALESCE(net.ever, 0) AS ever, COALESCE(net.fresh, 0) AS fresh
  FROM accounts a LEFT JOIN held USING (id) LEFT JOIN usdc USING (id) LEFT JOIN net USING (id)
  WHERE held.unpriced IS NOT TRUE
)
SELECT id AS "subaccountId", round(equity, 6) AS equity, round(equity - ever, 6) AS "totalPnl",
  round(fresh, 6) AS "netTransfers"
FROM equities`;

/**
 * Equity, profit and transfers of accounts as of the latest height; accounts that hold a position
 * in
 * a market without a price are left out. ROUNDING: half away from zero at 6 decimals.
 */
export async function computeTicks(
  db: Queryable,
  accounts: readonly Account[],
  latestHeight: bigint,
): Promise<TickAmounts[]> {
  if (accounts.length === 0) return [];
  const { rows } = await db.query<TickAmounts>(COMPUTE, [
    accounts.map(({ id }) => id),
    accounts.map(({ sinceHeight }) => String(sinceHeight)),
    String(latestHeight),
  ]);
  return rows;
}
