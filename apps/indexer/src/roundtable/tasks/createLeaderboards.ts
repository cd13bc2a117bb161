import { inTransaction, type Queryable } from "@perpetua/db";
import { getText, RedisKey, setText } from "@perpetua/messaging";
import { vaultAddress } from "@perpetua/protocol";
import type { Task, TaskContext } from "../task.js";

const DAY_MS = 86_400_000;
/** Vaults of the clob pairs 0…999 take no part (indexer.md §1.4). */
const VAULTS = Array.from({ length: 1_000 }, (_, pair) => vaultAddress(pair));

interface Span {
  readonly timeSpan: string;
  readonly suffix: string;
  /** Absent: since ever. */
  readonly days?: number;
}

const SPANS: readonly Span[] = [
  { timeSpan: "ALL_TIME", suffix: "all_time" },
  { timeSpan: "ONE_DAY", suffix: "daily", days: 1 },
  { timeSpan: "SEVEN_DAYS", suffix: "weekly", days: 7 },
  { timeSpan: "THIRTY_DAYS", suffix: "monthly", days: 30 },
  { timeSpan: "ONE_YEAR", suffix: "yearly", days: 365 },
];

/** Ranks addresses by the profit of their subaccounts 0, 128, 256, … (indexer.md §6.10). */
export const createLeaderboards: readonly Task[] = SPANS.map((span) => ({
  name: `create_leaderboard_pnl_${span.suffix}`,
  env: `CREATE_LEADERBOARD_PNL_${span.suffix.toUpperCase()}`,
  intervalMs: 30_000,
  enabledByDefault: false,
  run: (context) => rank(context, span),
}));

async function rank({ database, redis, nowMs }: TaskContext, span: Span): Promise<void> {
  const key = RedisKey.leaderboardPnlProcessed(span.timeSpan);
  const newest = await newestTick(database.pool);
  if (newest === undefined) return;
  const done = await getText(redis, key);
  if (done !== undefined && new Date(done) >= newest) return;
  const today = new Date(Math.floor(nowMs() / DAY_MS) * DAY_MS);
  const until = span.days && new Date(today.getTime() - (span.days - 1) * DAY_MS);
  await inTransaction(database.pool, (tx) =>
    tx.query(UPSERT, [span.timeSpan, today, until ?? null, VAULTS]),
  );
  await setText(redis, key, newest.toISOString());
}

async function newestTick(db: Queryable): Promise<Date | undefined> {
  const { rows } = await db.query<{ time: Date | null }>(
    `SELECT max("blockTime") AS time FROM pnl_ticks`,
  );
  return rows[0]?.time ?? undefined;
}

/**
 * $1 span, $2 start of today, $3 end of the day with which today is compared (null: none), $4
 * vaults. Addresses without a row today keep the one they have.
 */
const UPSERT = `
WITH ranked AS (
  SELECT id, address FROM subaccounts
  WHERE "subaccountNumber" % 128 = 0 AND address <> ALL($4::text[])
    AND EXISTS (SELECT 1 FROM wallets WHERE wallets.address = subaccounts.address)
), today AS (
  SELECT DISTINCT ON (t."subaccountId") t."subaccountId", ranked.address, t.equity, t."totalPnl"
  FROM pnl_ticks t JOIN ranked ON ranked.id = t."subaccountId"
  WHERE t."createdAt" >= $2 AND t."createdAt" < $2::timestamptz + interval '1 day'
  ORDER BY t."subaccountId", t."blockHeight" DESC
), sums AS (
  SELECT today.address, sum(today."totalPnl" - COALESCE(earlier."totalPnl", 0)) AS pnl,
    sum(today.equity) AS equity
  FROM today LEFT JOIN LATERAL (
    SELECT "totalPnl" FROM pnl_ticks
    WHERE "subaccountId" = today."subaccountId" AND "createdAt" < $3::timestamptz
    ORDER BY "blockHeight" DESC LIMIT 1
  ) earlier ON true
  GROUP BY today.address
)
INSERT INTO leaderboard_pnl (address, "timeSpan", pnl, "currentEquity", rank)
SELECT address, $1, pnl::text, equity::text, row_number() OVER (ORDER BY pnl DESC, address)
FROM sums
ON CONFLICT (address, "timeSpan") DO UPDATE SET pnl = EXCLUDED.pnl,
  "currentEquity" = EXCLUDED."currentEquity", rank = EXCLUDED.rank`;
