import type { Queryable } from "../client/transaction.js";

/** Columns whose trailing zeros are visible to clients (traps-indexer.md 10). */
const EXACT = {
  perpetual_positions: ["totalRealizedPnl"],
  fills: ["positionSizeBefore"],
} as const;

export type ExactTable = keyof typeof EXACT;

/**
 * Numerics as Postgres prints them. Prisma's Decimal drops trailing zeros, which the API must show
 * for `realizedPnl` (`-2.221050`) and `positionSizeBefore` (`190.0`); everything else is trimmed.
 */
export async function exactText(
  db: Queryable,
  table: ExactTable,
  ids: readonly string[],
): Promise<Map<string, string | null>> {
  if (ids.length === 0) return new Map();
  const column = EXACT[table][0];
  const { rows } = await db.query<{ id: string; value: string | null }>(
    `SELECT id, "${column}"::text AS value FROM "${table}" WHERE id = ANY($1::uuid[])`,
    [ids],
  );
  return new Map(rows.map((row) => [row.id, row.value]));
}
