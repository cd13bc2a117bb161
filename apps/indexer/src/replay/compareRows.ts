import type { Queryable } from "@perpetua/db";
import { type Difference, differingPaths } from "./difference.js";
import { NO_RACES, type Races } from "./races.js";
import type { Checkpoint } from "./recording.js";

/** Key columns of the tables whose key is not `id`. */
const KEYS: Readonly<Record<string, readonly string[]>> = {
  blocks: ["blockHeight"],
  wallets: ["address"],
  vaults: ["address"],
  affiliate_referred_users: ["refereeAddress"],
};

/** The tables that ender writes; others belong to roundtable and comlink. */
export const ENDER_TABLES = [
  "blocks",
  "transactions",
  "tendermint_events",
  "markets",
  "assets",
  "liquidity_tiers",
  "perpetual_markets",
  "subaccounts",
  "wallets",
  "asset_positions",
  "perpetual_positions",
  "orders",
  "fills",
  "transfers",
  "oracle_prices",
  "funding_index_updates",
  "candles",
  "trading_rewards",
  "affiliate_referred_users",
  "vaults",
] as const;

/** Compares every row of ender's tables with a checkpoint; a table without rows is not listed. */
export async function compareRows(
  db: Queryable,
  checkpoint: Checkpoint,
  races: Races = NO_RACES,
): Promise<{ readonly rows: number; readonly differences: Difference[] }> {
  let rows = 0;
  const differences: Difference[] = [];
  for (const table of ENDER_TABLES) {
    const result = await db.query<{ row: Record<string, unknown> }>(
      `SELECT to_jsonb(t) AS row FROM "${table}" AS t`,
    );
    const keyOf = (row: Record<string, unknown>): string =>
      (KEYS[table] ?? ["id"]).map((name) => String(row[name])).join("/");
    const got = new Map(result.rows.map(({ row }) => [keyOf(row), row]));
    const expected = new Map((checkpoint.db[table] ?? []).map((row) => [keyOf(row), row]));
    rows += expected.size;
    for (const key of new Set([...expected.keys(), ...got.keys()])) {
      const where = `${checkpoint.name} ${table} ${key}`;
      const [wanted, actual] = [expected.get(key), got.get(key)];
      const isRace = (path: string) =>
        table === "orders" &&
        path === "status" &&
        races.explain(key, wanted?.status, actual?.status);
      const paths = differingPaths(wanted, actual).filter((path) => !isRace(path));
      if (paths.length === 0) continue;
      const label = paths.length > 4 ? where : `${where} ${paths.join(", ")}`;
      differences.push({ part: "ender", where: label, expected: wanted, got: actual });
    }
  }
  return { rows, differences };
}
