import type { SqlReader } from "../../deps.js";
import type { PerpetualPosition } from "../../schemas/subaccounts.js";
import { CHILDREN_MODULUS } from "../../stores/ids.js";
import { iso, Where } from "../sql.js";

/** Which subaccounts of an address are meant. */
export interface AccountSelector {
  readonly address: string;
  readonly subaccountNumber?: number | undefined;
  readonly parentSubaccountNumber?: number | undefined;
}

/** One asset holding as stored: magnitude and side. */
export interface AssetRow {
  readonly assetId: string;
  readonly symbol: string;
  readonly size: string;
  readonly isLong: boolean;
}

/** A position row with what its derived values need (api.md §1.27). */
export interface PositionRow {
  readonly subaccountNumber: number;
  readonly ticker: string;
  readonly status: PerpetualPosition["status"];
  readonly side: PerpetualPosition["side"];
  readonly size: string;
  readonly maxSize: string;
  readonly entryPrice: string;
  readonly exitPrice: string | null;
  readonly sumOpen: string;
  readonly sumClose: string;
  readonly settledFunding: string;
  readonly totalRealizedPnl: string | null;
  readonly createdAt: string;
  readonly createdAtHeight: string;
  readonly closedAt: string | null;
  readonly oraclePrice: string | null;
  readonly initialMarginPpm: string;
  /** Funding index at the latest block and at the subaccount's `updatedAtHeight`. */
  readonly fundingNow: string;
  readonly fundingThen: string;
}

/** A subaccount with its holdings and open positions, all of one moment. */
export interface AccountRow {
  readonly id: string;
  readonly address: string;
  readonly subaccountNumber: number;
  readonly updatedAtHeight: string;
  readonly latestHeight: string;
  readonly assets: readonly AssetRow[];
  readonly positions: readonly PositionRow[];
}

/** An index this many blocks back counts no more (api.md §1.27-0, indexer.md §6.5). */
const FUNDING_LOOKBACK_BLOCKS = 14_400;

function fundingIndexAt(height: string, alias: string): string {
  return `LEFT JOIN LATERAL (
    SELECT f."fundingIndex" FROM funding_index_updates f
    WHERE f."perpetualId" = p."perpetualId" AND f."effectiveAtHeight" <= ${height}
      AND f."effectiveAtHeight" > ${height} - ${FUNDING_LOOKBACK_BLOCKS}
    ORDER BY f."effectiveAtHeight" DESC, f."eventId" DESC LIMIT 1
  ) ${alias} ON TRUE`;
}

/** Columns of a PositionRow from the tables that `positionJoins` brings in. */
export const POSITION_FIELDS: readonly (readonly [name: string, expression: string])[] = [
  ["subaccountNumber", 's."subaccountNumber"'],
  ["ticker", "pm.ticker"],
  ["status", "p.status"],
  ["side", "p.side"],
  ["size", "p.size::text"],
  ["maxSize", 'p."maxSize"::text'],
  ["entryPrice", 'p."entryPrice"::text'],
  ["exitPrice", 'p."exitPrice"::text'],
  ["sumOpen", 'p."sumOpen"::text'],
  ["sumClose", 'p."sumClose"::text'],
  ["settledFunding", 'p."settledFunding"::text'],
  ["totalRealizedPnl", 'p."totalRealizedPnl"::text'],
  ["createdAt", iso('p."createdAt"')],
  ["createdAtHeight", 'p."createdAtHeight"::text'],
  ["closedAt", iso('p."closedAt"')],
  ["oraclePrice", 'm."oraclePrice"::text'],
  ["initialMarginPpm", 't."initialMarginPpm"::text'],
  ["fundingNow", `COALESCE(fnow."fundingIndex", 0)::text`],
  ["fundingThen", `COALESCE(fthen."fundingIndex", 0)::text`],
];

/** Joins from `perpetual_positions p` and `subaccounts s` to everything of POSITION_FIELDS. */
export function positionJoins(latestHeight: string): string {
  return `JOIN perpetual_markets pm ON pm.id = p."perpetualId"
  JOIN markets m ON m.id = pm."marketId"
  JOIN liquidity_tiers t ON t.id = pm."liquidityTierId"
  ${fundingIndexAt(latestHeight, "fnow")}
  ${fundingIndexAt('s."updatedAtHeight"', "fthen")}`;
}

export const LATEST_HEIGHT = `(SELECT COALESCE(max("blockHeight"), 0) FROM blocks)`;

const POSITION_JSON = POSITION_FIELDS.map(([name, value]) => `'${name}', ${value}`).join(", ");

/** Adds the selector's conditions on `subaccounts s`. */
export function whereAccount(where: Where, selector: AccountSelector): Where {
  return where
    .and("s.address = ?", selector.address)
    .optional('s."subaccountNumber" = ?', selector.subaccountNumber)
    .optional(`s."subaccountNumber" % ${CHILDREN_MODULUS} = ?`, selector.parentSubaccountNumber);
}

/**
 * Reads subaccounts with holdings and open positions in one statement, hence one snapshot: equity
 * must never mix the balances of one block with the positions of another.
 */
export async function readAccounts(
  db: SqlReader,
  selector: AccountSelector,
): Promise<AccountRow[]> {
  const where = whereAccount(new Where(), selector);
  return db.query<AccountRow>(
    `WITH latest AS MATERIALIZED (SELECT ${LATEST_HEIGHT} AS height)
    SELECT s.id::text AS id, s.address, s."subaccountNumber",
      s."updatedAtHeight"::text AS "updatedAtHeight", latest.height::text AS "latestHeight",
      COALESCE((SELECT json_agg(json_build_object('assetId', a."assetId", 'symbol', assets.symbol,
          'size', a.size::text, 'isLong', a."isLong") ORDER BY a."assetId")
        FROM asset_positions a JOIN assets ON assets.id = a."assetId"
        WHERE a."subaccountId" = s.id AND a.size <> 0), '[]'::json) AS assets,
      COALESCE((SELECT json_agg(json_build_object(${POSITION_JSON}) ORDER BY p."openEventId" DESC)
        FROM perpetual_positions p ${positionJoins("latest.height")}
        WHERE p."subaccountId" = s.id AND p.status = 'OPEN'), '[]'::json) AS positions
    FROM subaccounts s CROSS JOIN latest
    WHERE ${where} ORDER BY s."subaccountNumber"`,
    where.values,
  );
}

/** A subaccount without its holdings. */
export interface AccountId {
  readonly id: string;
  readonly address: string;
  readonly subaccountNumber: number;
}

/** Ids of the subaccounts that exist, by number. */
export async function findAccounts(db: SqlReader, selector: AccountSelector): Promise<AccountId[]> {
  const where = whereAccount(new Where(), selector);
  return db.query<AccountId>(
    `SELECT s.id::text AS id, s.address, s."subaccountNumber" FROM subaccounts s
     WHERE ${where} ORDER BY s."subaccountNumber"`,
    where.values,
  );
}
