import * as db from "@perpetua/db";
import { type Queryable, quoteName, type Table } from "@perpetua/db";

/** The tables that follow from blocks alone, in order of their foreign keys. */
const TABLES: readonly Table[] = [
  db.blocks,
  db.transactions,
  db.tendermintEvents,
  db.markets,
  db.assets,
  db.liquidityTiers,
  db.perpetualMarkets,
  db.subaccounts,
  db.wallets,
  db.assetPositions,
  db.perpetualPositions,
  db.orders,
  db.fills,
  db.transfers,
  db.oraclePrices,
  db.fundingIndexUpdates,
  db.candles,
  db.tradingRewards,
  db.affiliateReferredUsers,
  db.vaults,
];

/** Columns that vulcan or roundtable write too, or that depend on when ender looked at Redis. */
const NOT_FROM_BLOCKS: Readonly<Record<string, readonly string[]>> = {
  orders: ["status"],
  wallets: ["totalVolume"],
  perpetual_markets: [
    "priceChange24H",
    "volume24H",
    "trades24H",
    "nextFundingRate",
    "openInterest",
    "baseOpenInterest",
  ],
  candles: ["orderbookMidPriceOpen", "orderbookMidPriceClose"],
};

export interface RowDifference {
  readonly table: string;
  readonly key: string;
  readonly kind: "missing" | "unexpected" | "different";
}

export interface Comparison {
  readonly rows: number;
  readonly differences: readonly RowDifference[];
}

/** Compares a live database with one rebuilt from the block log, row by row. */
export async function compareDatabases(live: Queryable, rebuilt: Queryable): Promise<Comparison> {
  let rows = 0;
  const differences: RowDifference[] = [];
  for (const table of TABLES) {
    const expected = await fingerprints(rebuilt, table);
    const got = await fingerprints(live, table);
    rows += expected.size;
    for (const [key, fingerprint] of expected) {
      const actual = got.get(key);
      if (actual === undefined) differences.push({ table: table.name, key, kind: "missing" });
      else if (actual !== fingerprint) {
        differences.push({ table: table.name, key, kind: "different" });
      }
    }
    for (const key of got.keys()) {
      if (!expected.has(key)) differences.push({ table: table.name, key, kind: "unexpected" });
    }
  }
  return { rows, differences };
}

/** MD5 of each row's comparable columns by key; numerics compare by value, not by scale. */
async function fingerprints(database: Queryable, table: Table): Promise<Map<string, string>> {
  const excluded = new Set(NOT_FROM_BLOCKS[table.name]);
  const columns = Object.entries(table.columns)
    .filter(([name]) => !excluded.has(name))
    .map(([name, type]) =>
      type.startsWith("numeric") ? `trim_scale(${quoteName(name)})` : quoteName(name),
    );
  const key = table.key.map((name) => `${quoteName(name)}::text`).join(" || '/' || ");
  const { rows } = await database.query<{ key: string; fingerprint: string }>(
    `SELECT ${key} AS key, md5(ROW(${columns.join(", ")})::text) AS fingerprint
     FROM ${quoteName(table.name)}`,
  );
  return new Map(rows.map((row) => [row.key, row.fingerprint]));
}
