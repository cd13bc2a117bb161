import type { Queryable } from "@perpetua/db";
import { encodeValue, getNextFundingRates, MESSAGE_VERSION, Topic } from "@perpetua/messaging";
import type { Task, TaskContext } from "../task.js";

const DAY_MS = 86_400_000;

/** Liquidations, deleveraging and TWAP suborders are not counted (indexer.md §10, Q16). */
const COUNTED_TYPES = [
  "LIMIT",
  "MARKET",
  "STOP_LIMIT",
  "STOP_MARKET",
  "TRAILING_STOP",
  "TAKE_PROFIT",
  "TAKE_PROFIT_MARKET",
];

/** The statistics, in the order of the row's columns, which is that of the message. */
interface Statistics {
  readonly priceChange24H: string;
  readonly volume24H: string;
  readonly trades24H: number;
  readonly nextFundingRate: string;
  readonly openInterest: string;
}

interface MarketRow extends Statistics {
  readonly id: bigint;
  readonly clobPairId: bigint;
  readonly marketId: number;
  readonly ticker: string;
  readonly defaultFundingRate1H: string | null;
}

/** 24-hour statistics, open interest and next funding of every market (indexer.md §6.4). */
export const marketUpdater: Task = {
  name: "market_updater",
  env: "MARKET_UPDATER",
  intervalMs: 30_000,
  lockMultiplier: 10,
  run: updateMarkets,
};

async function updateMarkets(context: TaskContext): Promise<void> {
  const { database, redis, producer } = context;
  const markets = await readMarkets(database.pool);
  const since = new Date(context.nowMs() - DAY_MS);
  const [trades, priceChanges, openInterest, fundingRates] = await Promise.all([
    readTrades(database.readPool, since),
    readPriceChanges(database.readPool, since),
    readOpenInterest(database.readPool),
    getNextFundingRates(
      redis,
      new Map(markets.map(({ ticker, defaultFundingRate1H }) => [ticker, defaultFundingRate1H])),
    ),
  ]);
  const changed = markets.flatMap((market) => {
    const fresh: Statistics = {
      priceChange24H: priceChanges.get(market.marketId) ?? market.priceChange24H,
      volume24H: trades.get(market.clobPairId)?.volume ?? "0",
      trades24H: trades.get(market.clobPairId)?.count ?? 0,
      nextFundingRate: fundingRates.get(market.ticker) ?? market.nextFundingRate,
      openInterest: openInterest.get(market.id) ?? "0",
    };
    const difference = changedFields(market, fresh);
    return Object.keys(difference).length > 0 ? [{ market, fresh, difference }] : [];
  });
  if (changed.length === 0) return;
  await writeStatistics(
    database.pool,
    changed.map(({ market, fresh }) => [market.id, fresh]),
  );
  const trading = Object.fromEntries(
    changed.map(({ market, difference }) => [market.ticker, difference]),
  );
  await producer.sendInOrder(Topic.markets, [
    {
      value: encodeValue(Topic.markets, {
        contents: JSON.stringify({ trading }),
        version: MESSAGE_VERSION[Topic.markets],
      }),
    },
  ]);
  context.count("publish_markets_websocket");
}

/** Fields whose texts differ: `1.0` and `1` count as a change, as upstream has it. */
function changedFields(old: Statistics, fresh: Statistics): Partial<Statistics> {
  return Object.fromEntries(
    Object.entries(fresh).filter(([name, value]) => old[name as keyof Statistics] !== value),
  );
}

async function readMarkets(db: Queryable): Promise<MarketRow[]> {
  const { rows } = await db.query<MarketRow>(
    `SELECT id, "clobPairId", "marketId", ticker, "defaultFundingRate1H", "priceChange24H",
            "volume24H", "trades24H", "nextFundingRate", "openInterest"
     FROM perpetual_markets ORDER BY id`,
  );
  return rows;
}

/** The plain sum keeps the scale of its most precise addend (traps-indexer.md 54). */
async function readTrades(db: Queryable, since: Date) {
  const { rows } = await db.query<{ clobPairId: bigint; count: number; volume: string }>(
    `SELECT "clobPairId", count(*)::int4 AS count, sum("quoteAmount") AS volume FROM fills
     WHERE liquidity = 'TAKER' AND "createdAt" > $1 AND type = ANY($2) GROUP BY "clobPairId"`,
    [since, COUNTED_TYPES],
  );
  return new Map(rows.map((row) => [row.clobPairId, row]));
}

/** Newest price less the one in force at `since`; markets that miss either are absent. */
async function readPriceChanges(db: Queryable, since: Date): Promise<Map<number, string>> {
  const newest = (condition: string) =>
    `LATERAL (SELECT price FROM oracle_prices WHERE "marketId" = m.id ${condition}
              ORDER BY "effectiveAt" DESC, "effectiveAtHeight" DESC LIMIT 1)`;
  const { rows } = await db.query<{ id: number; change: string }>(
    `SELECT m.id, trim_scale(latest.price - before.price) AS change FROM markets m
     CROSS JOIN ${newest("")} latest CROSS JOIN ${newest(`AND "effectiveAt" <= $1`)} before`,
    [since],
  );
  return new Map(rows.map(({ id, change }) => [id, change]));
}

async function readOpenInterest(db: Queryable): Promise<Map<bigint, string>> {
  const { rows } = await db.query<{ id: bigint; sum: string }>(
    `SELECT "perpetualId" AS id, trim_scale(sum(size)) AS sum FROM perpetual_positions
     WHERE side = 'LONG' AND status = 'OPEN' GROUP BY "perpetualId"`,
  );
  return new Map(rows.map(({ id, sum }) => [id, sum]));
}

/** One statement, and no column that ender writes: neither can undo the other's work. */
async function writeStatistics(
  db: Queryable,
  changes: readonly (readonly [bigint, Statistics])[],
): Promise<void> {
  const column = (name: keyof Statistics) => changes.map(([, fresh]) => fresh[name]);
  await db.query(
    `UPDATE perpetual_markets AS m
     SET "priceChange24H" = n.change, "volume24H" = n.volume, "trades24H" = n.trades,
         "nextFundingRate" = n.rate, "openInterest" = n.interest
     FROM unnest($1::int8[], $2::numeric[], $3::numeric[], $4::int4[], $5::numeric[], $6::numeric[])
       AS n(id, change, volume, trades, rate, interest)
     WHERE m.id = n.id`,
    [
      changes.map(([id]) => String(id)),
      column("priceChange24H"),
      column("volume24H"),
      column("trades24H"),
      column("nextFundingRate"),
      column("openInterest"),
    ],
  );
}
