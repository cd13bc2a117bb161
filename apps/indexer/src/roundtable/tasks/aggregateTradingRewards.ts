import { defineTable, inTransaction, type Queryable, type RowOf, writeRows } from "@perpetua/db";
import { getText, RedisKey, setText } from "@perpetua/messaging";
import { tradingRewardAggregationUuid } from "@perpetua/protocol";
import type { Task, TaskContext } from "../task.js";
import { readCached, writeCached } from "./persistentCache.js";
import { endsPeriod, floorDay, floorMinute, type Period, startOfPeriod } from "./rewardPeriods.js";

/** AGGREGATE_TRADING_REWARDS_MAX_INTERVAL_SIZE_MS. */
const MAX_WINDOW_MS = 3_600_000;
const DAY_MS = 86_400_000;

const aggregations = defineTable("trading_reward_aggregations", ["id"], {
  id: "uuid",
  address: "text",
  startedAt: "timestamptz",
  startedAtHeight: "int8",
  endedAt: "timestamptz?",
  endedAtHeight: "int8?",
  period: "text",
  amount: "numeric",
});

/** Sums trading rewards per address and period (indexer.md §6.9). */
export const aggregateTradingRewards: readonly Task[] = (
  ["DAILY", "WEEKLY", "MONTHLY"] as const
).map((period) => ({
  name: `aggregate_trading_rewards_${period.toLowerCase()}`,
  env: `AGGREGATE_TRADING_REWARDS_${period}`,
  intervalEnv: "AGGREGATE_TRADING_REWARDS",
  intervalMs: 30_000,
  run: (context) => aggregate(context, period),
}));

interface Window {
  readonly start: Date;
  readonly end: Date;
}

async function aggregate(context: TaskContext, period: Period): Promise<void> {
  const { database, redis } = context;
  const key = RedisKey.tradingRewardsProcessed(period);
  const end = await inTransaction(database.pool, async (tx) => {
    const start = await windowStart(context, tx, period);
    if (start === undefined) return undefined;
    const window = { start, end: await windowEnd(tx, start) };
    // No full minute has passed since: upstream fails here, and tries again (§6.9-6).
    if (window.end <= start) return start;
    await addRewards(tx, period, window);
    await writeCached(tx, databaseKey(period), window.end.toISOString());
    return window.end;
  });
  if (end !== undefined) await setText(redis, key, end.toISOString());
}

/**
 * Redis holds how far we came, as upstream; the database knows it too, from the same transaction as
 * the sums: a crash before Redis was told would count a window twice otherwise.
 */
const databaseKey = (period: Period) => `tradingRewardsProcessedTime/${period}`;

/** Where to go on; undefined while there are no rewards. */
async function windowStart(
  { redis }: TaskContext,
  tx: Queryable,
  period: Period,
): Promise<Date | undefined> {
  const stored = await readCached(tx, databaseKey(period));
  const cached = await getText(redis, RedisKey.tradingRewardsProcessed(period));
  if (cached !== undefined) {
    return new Date(Math.max(Date.parse(cached), Date.parse(stored ?? cached)));
  }
  // Without the mark the running period is counted anew.
  const [newest] = await newestAggregation(tx, period);
  if (newest !== undefined && newest.endedAt === null) {
    await tx.query(
      `DELETE FROM trading_reward_aggregations WHERE period = $1 AND "startedAtHeight" >= $2`,
      [period, String(newest.startedAtHeight)],
    );
  }
  const [ended] = await newestAggregation(tx, period);
  if (ended?.endedAt) return ended.endedAt;
  const { rows } = await tx.query<{ time: Date }>(
    `SELECT "blockTime" AS time FROM trading_rewards ORDER BY "blockTime" LIMIT 1`,
  );
  return rows[0]?.time;
}

async function newestAggregation(tx: Queryable, period: Period) {
  const { rows } = await tx.query<{ endedAt: Date | null; startedAtHeight: bigint }>(
    `SELECT "endedAt", "startedAtHeight" FROM trading_reward_aggregations
     WHERE period = $1 ORDER BY "startedAtHeight" DESC LIMIT 1`,
    [period],
  );
  return rows;
}

/** The last full minute of block time, but neither beyond midnight nor more than an hour on. */
async function windowEnd(tx: Queryable, start: Date): Promise<Date> {
  const { rows } = await tx.query<{ time: Date }>(
    `SELECT time FROM blocks ORDER BY "blockHeight" DESC LIMIT 1`,
  );
  const latest = rows[0]?.time ?? start;
  return new Date(
    Math.min(
      floorMinute(latest),
      floorDay(new Date(start.getTime() + DAY_MS)),
      start.getTime() + MAX_WINDOW_MS,
    ),
  );
}

async function addRewards(tx: Queryable, period: Period, { start, end }: Window): Promise<void> {
  const startedAt = startOfPeriod(start, period);
  const startedAtHeight = await firstHeight(tx, startedAt);
  const { rows: sums } = await tx.query<{ address: string; amount: string }>(
    `SELECT address, sum(amount) AS amount FROM trading_rewards
     WHERE "blockTime" >= $1 AND "blockTime" < $2 GROUP BY address ORDER BY address`,
    [start, end],
  );
  const rows = await withStored(
    tx,
    sums.map(({ address, amount }) => ({
      id: tradingRewardAggregationUuid(address, period, String(startedAtHeight)),
      address,
      startedAt,
      startedAtHeight,
      endedAt: null,
      endedAtHeight: null,
      period,
      amount,
    })),
  );
  await writeRows(tx, aggregations, rows, ["amount"]);
  if (!endsPeriod(end, period)) return;
  await tx.query(
    `UPDATE trading_reward_aggregations SET "endedAt" = $3, "endedAtHeight" = $4
     WHERE period = $1 AND "startedAtHeight" = $2`,
    [period, String(startedAtHeight), end, String((await firstHeight(tx, end)) - 1n)],
  );
}

/** Adds what earlier windows of the period gave. */
async function withStored(
  tx: Queryable,
  rows: readonly RowOf<typeof aggregations>[],
): Promise<RowOf<typeof aggregations>[]> {
  if (rows.length === 0) return [];
  const total = await tx.query<{ id: string; amount: string }>(
    `SELECT n.id, n.amount + COALESCE(t.amount, 0) AS amount
     FROM unnest($1::uuid[], $2::numeric[]) AS n(id, amount)
     LEFT JOIN trading_reward_aggregations t ON t.id = n.id`,
    [rows.map(({ id }) => id), rows.map(({ amount }) => amount)],
  );
  const byId = new Map(total.rows.map(({ id, amount }) => [id, amount]));
  return rows.map((row) => ({ ...row, amount: byId.get(row.id) ?? row.amount }));
}

/** The partial index on block times holds those after this moment (indexer.md §1.2). */
const INDEXED_SINCE = "2025-03-01";

async function firstHeight(tx: Queryable, time: Date): Promise<bigint> {
  const indexed = time >= new Date(INDEXED_SINCE) ? `AND time >= '${INDEXED_SINCE}'` : "";
  const { rows } = await tx.query<{ height: bigint | null }>(
    `SELECT min("blockHeight") AS height FROM (
       SELECT "blockHeight" FROM blocks WHERE time >= $1 ${indexed}
       ORDER BY time, "blockHeight" LIMIT 1) AS first`,
    [time],
  );
  if (rows[0]?.height == null) throw new Error(`no block at or after ${time.toISOString()}`);
  return rows[0].height;
}
