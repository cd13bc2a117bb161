import type { Queryable } from "../client/transaction.js";
import { selectList } from "./statements.js";
import { type PerpetualPositionRow, perpetualPositions } from "./tables.js";

export interface PositionKey {
  readonly subaccountId: string;
  readonly perpetualId: number;
}

const SELECT_NEWEST = `
SELECT ${selectList(perpetualPositions, "p")}
FROM unnest($1::uuid[], $2::int8[]) AS k(s, m)
CROSS JOIN LATERAL (
  SELECT * FROM perpetual_positions
  WHERE "subaccountId" = k.s AND "perpetualId" = k.m
  ORDER BY "openEventId" DESC LIMIT 1
) AS p`;

/**
 * The newest position row (largest openEventId, any status) of each subaccount and perpetual. An
 * open row is always the newest one, since a position is closed before the next is opened.
 */
export async function newestPositions(
  db: Queryable,
  keys: readonly PositionKey[],
): Promise<PerpetualPositionRow[]> {
  if (keys.length === 0) return [];
  const subaccountIds = keys.map((key) => key.subaccountId);
  const perpetualIds = keys.map((key) => key.perpetualId);
  const { rows } = await db.query({
    name: "bulk_newest_positions",
    text: SELECT_NEWEST,
    values: [subaccountIds, perpetualIds],
  });
  return rows as PerpetualPositionRow[];
}

/** Sum of the sizes of open long positions per perpetual, as exact text; absent ones have none. */
export async function openInterest(
  db: Queryable,
  perpetualIds: readonly number[],
): Promise<Map<number, string>> {
  if (perpetualIds.length === 0) return new Map();
  const { rows } = await db.query<{ id: bigint; sum: string }>({
    name: "bulk_open_interest",
    text: `SELECT "perpetualId" AS id, sum("size") AS sum FROM perpetual_positions
           WHERE "perpetualId" = ANY($1::int8[]) AND "side" = 'LONG' AND "status" = 'OPEN'
           GROUP BY "perpetualId"`,
    values: [perpetualIds],
  });
  return new Map(rows.map((row) => [Number(row.id), row.sum]));
}
