import { defineTable, inTransaction, type Queryable, type RowOf, writeRows } from "@perpetua/db";
import { getLatestPnlTicks, type LatestPnlTick, setLatestPnlTicks } from "@perpetua/messaging";
import { pnlTickUuid } from "@perpetua/protocol";
import type { Task, TaskContext } from "../task.js";
import { type Account, computeTicks, type TickAmounts } from "./pnlTickAmounts.js";

/** PNL_TICK_MAX_ACCOUNTS_PER_RUN and PNL_TICK_MAX_ROWS_PER_UPSERT. */
const MAX_ACCOUNTS = 65_000;
const MAX_ROWS = 1_000;

const pnlTicks = defineTable("pnl_ticks", ["id"], {
  id: "uuid",
  subaccountId: "uuid",
  equity: "numeric",
  totalPnl: "numeric",
  netTransfers: "numeric",
  createdAt: "timestamptz",
  blockHeight: "int8",
  blockTime: "timestamptz",
});

/**
 * Equity and profit of every account that ever had a transfer (indexer.md §6.5). `tickIntervalMs`
 * is
 * what the reference calls an hour.
 */
export const createPnlTicks = (tickIntervalMs: number): Task => ({
  name: "create_pnl_ticks",
  env: "PNL_TICKS",
  intervalMs: 30_000,
  lockMultiplier: 20,
  lockEnv: "PNL_TICK_UPDATE",
  run: (context) => runTicks(context, tickIntervalMs),
});

interface LatestBlock {
  readonly height: bigint;
  readonly time: Date;
}

async function runTicks(context: TaskContext, intervalMs: number): Promise<void> {
  const createdAt = new Date(context.nowMs());
  const rows = await inTransaction(context.database.pool, async (tx) => {
    // One moment for all reads: ender goes on writing meanwhile.
    await tx.query("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
    const latest = await readLatest(tx);
    if (latest === undefined || !(await isDue(tx, latest.time, intervalMs))) return [];
    const accounts = await dueAccounts(context, tx, latest.time, intervalMs);
    const amounts = await computeTicks(tx, accounts, latest.height);
    reportMissing(context, accounts, amounts);
    return amounts.map((account) => toRow(account, createdAt, latest));
  });
  for (let start = 0; start < rows.length; start += MAX_ROWS) {
    const chunk = rows.slice(start, start + MAX_ROWS);
    await writeRows(context.database.pool, pnlTicks, chunk);
  }
  await setLatestPnlTicks(context.redis, rows.map(toLatest));
}

async function readLatest(db: Queryable): Promise<LatestBlock | undefined> {
  const { rows } = await db.query<LatestBlock>(
    `SELECT "blockHeight" AS height, time FROM blocks ORDER BY "blockHeight" DESC LIMIT 1`,
  );
  return rows[0];
}

const intervalOf = (time: Date, intervalMs: number): number =>
  Math.floor(time.getTime() / intervalMs);

/** A new interval has begun since the newest tick, or the last run could not take all accounts. */
async function isDue(db: Queryable, latest: Date, intervalMs: number): Promise<boolean> {
  const { rows } = await db.query<{ time: Date; count: number }>(
    `SELECT "blockTime" AS time, count(*)::int4 AS count FROM pnl_ticks
     WHERE "blockTime" = (SELECT max("blockTime") FROM pnl_ticks) GROUP BY "blockTime"`,
  );
  const [newest] = rows;
  if (newest === undefined || newest.count >= MAX_ACCOUNTS) return true;
  return latest.getTime() - intervalOf(newest.time, intervalMs) * intervalMs >= intervalMs;
}

/** Accounts whose newest tick lies in another interval, then those with a transfer but no tick. */
async function dueAccounts(
  context: TaskContext,
  db: Queryable,
  latest: Date,
  intervalMs: number,
): Promise<Account[]> {
  const newest = await newestTicks(context, db);
  const older = [...newest.values()]
    .filter((tick) => {
      return intervalOf(new Date(tick.blockTime), intervalMs) !== intervalOf(latest, intervalMs);
    })
    .map((tick) => ({ id: tick.subaccountId, sinceHeight: BigInt(tick.blockHeight) }));
  const { rows } = await db.query<{ id: string }>(
    `SELECT id FROM subaccounts s
     WHERE EXISTS (SELECT 1 FROM transfers WHERE "senderSubaccountId" = s.id)
        OR EXISTS (SELECT 1 FROM transfers WHERE "recipientSubaccountId" = s.id)
     ORDER BY id`,
  );
  const fresh = rows.filter(({ id }) => !newest.has(id)).map(({ id }) => ({ id, sinceHeight: 0n }));
  return [...older, ...fresh].slice(0, MAX_ACCOUNTS);
}

/** From Redis; from the table when Redis lost them or a run died before it told Redis. */
async function newestTicks(
  { redis }: TaskContext,
  db: Queryable,
): Promise<Map<string, LatestPnlTick>> {
  const cached = await getLatestPnlTicks(redis);
  const { rows } = await db.query<{ height: bigint | null }>(
    `SELECT max("blockHeight") AS height FROM pnl_ticks
     WHERE "blockTime" = (SELECT max("blockTime") FROM pnl_ticks)`,
  );
  const storedHeight = rows[0]?.height ?? 0n;
  const heights = [...cached.values()].map(({ blockHeight }) => BigInt(blockHeight));
  if (cached.size > 0 && heights.some((height) => height >= storedHeight)) return cached;
  const stored = await db.query<RowOf<typeof pnlTicks>>(
    `SELECT DISTINCT ON ("subaccountId") id, "subaccountId", equity, "totalPnl", "netTransfers",
            "createdAt", "blockHeight", "blockTime"
     FROM pnl_ticks ORDER BY "subaccountId", "blockHeight" DESC`,
  );
  const ticks = stored.rows.map(toLatest);
  await setLatestPnlTicks(redis, ticks);
  return new Map(ticks.map((tick) => [tick.subaccountId, tick]));
}

function reportMissing(
  { logger }: TaskContext,
  accounts: readonly Account[],
  amounts: readonly TickAmounts[],
): void {
  const missing = accounts.length - amounts.length;
  if (missing > 0) logger.error({ missing }, "accounts with a position whose market has no price");
}

function toRow(account: TickAmounts, createdAt: Date, latest: LatestBlock): RowOf<typeof pnlTicks> {
  return {
    id: pnlTickUuid(account.subaccountId, createdAt.toISOString()),
    ...account,
    createdAt,
    blockHeight: latest.height,
    blockTime: latest.time,
  };
}

function toLatest(row: RowOf<typeof pnlTicks>): LatestPnlTick {
  return {
    totalPnl: row.totalPnl,
    netTransfers: row.netTransfers,
    subaccountId: row.subaccountId,
    createdAt: row.createdAt.toISOString(),
    equity: row.equity,
    blockHeight: String(row.blockHeight),
    blockTime: row.blockTime.toISOString(),
  };
}
