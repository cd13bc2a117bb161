import type { Queryable } from "@perpetua/db";
import type { ComparedTable } from "./comparedTables.js";

export interface RowDigest {
  readonly key: string;
  /** Of all compared columns, exact to the last zero. */
  readonly digest: string;
  /** Of an order; null elsewhere. */
  readonly status: string | null;
}

const FETCH_ROWS = 10_000;

/** The rows of a table in byte order of their keys. Uses a cursor: `db` is inside a transaction. */
export async function* streamDigests(
  db: Queryable,
  { name, key, leftOut }: ComparedTable,
): AsyncGenerator<RowDigest> {
  const columns = leftOut.flatMap((entry) => entry.columns);
  const status = name === "orders" ? "status" : "NULL::text";
  const cursor = `reconcile_${name}`;
  await db.query(
    `DECLARE ${cursor} CURSOR FOR
     SELECT "${key}"::text COLLATE "C" AS key, ${status} AS status,
            md5((to_jsonb(t) - ARRAY[${columns.map((column) => `'${column}'`).join(", ")}]::text[])::text) AS digest
     FROM "${name}" t ORDER BY 1`,
  );
  for (;;) {
    const { rows } = await db.query<RowDigest>(`FETCH ${FETCH_ROWS} FROM ${cursor}`);
    yield* rows;
    if (rows.length < FETCH_ROWS) break;
  }
  await db.query(`CLOSE ${cursor}`);
}
