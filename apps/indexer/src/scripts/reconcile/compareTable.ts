import type { Queryable } from "@perpetua/db";
import type { ComparedTable } from "./comparedTables.js";
import { type RowDigest, streamDigests } from "./rowDigests.js";

/** A row in which the live database and the replay part. */
export interface RowDifference {
  readonly key: string;
  readonly kind: "only live" | "only replay" | "differs";
  /** Columns that differ, with both values; empty for missing rows. */
  readonly columns: readonly {
    readonly name: string;
    readonly live: unknown;
    readonly replay: unknown;
  }[];
}

export interface TableComparison {
  readonly table: ComparedTable;
  readonly rows: number;
  readonly differences: number;
  /** The first few. */
  readonly examples: readonly RowDifference[];
}

const MAX_EXAMPLES = 5;

/**
 * Compares a table row by row: both sides are read in the order of the key, as digests, so that
 * memory
 * does not grow with the table. Both connections must be inside a transaction.
 */
export async function compareTable(
  live: Queryable,
  replay: Queryable,
  table: ComparedTable,
): Promise<TableComparison> {
  const left = streamDigests(live, table);
  const right = streamDigests(replay, table);
  let [rows, differences] = [0, 0];
  const examples: RowDifference[] = [];
  const differ = async (key: string, kind: RowDifference["kind"]) => {
    differences += 1;
    if (examples.length >= MAX_EXAMPLES) return;
    const columns = kind === "differs" ? await differingColumns(live, replay, table, key) : [];
    examples.push({ key, kind, columns });
  };
  let [a, b] = [await next(left), await next(right)];
  while (a !== undefined || b !== undefined) {
    rows += 1;
    if (b === undefined || (a !== undefined && a.key < b.key)) {
      await differ((a as RowDigest).key, "only live");
      a = await next(left);
    } else if (a === undefined || b.key < a.key) {
      await differ(b.key, "only replay");
      b = await next(right);
    } else {
      if (a.digest !== b.digest || !isPossibleStatus(a, b)) await differ(a.key, "differs");
      [a, b] = [await next(left), await next(right)];
    }
  }
  return { table, rows, differences, examples };
}

/** Only ender declares an order FILLED, and it does so from blocks alone. */
function isPossibleStatus(live: RowDigest, replay: RowDigest): boolean {
  return live.status !== "FILLED" || replay.status === "FILLED";
}

async function next(rows: AsyncIterator<RowDigest>): Promise<RowDigest | undefined> {
  const result = await rows.next();
  return result.done === true ? undefined : result.value;
}

async function differingColumns(
  live: Queryable,
  replay: Queryable,
  table: ComparedTable,
  key: string,
): Promise<RowDifference["columns"]> {
  const [a, b] = [await readRow(live, table, key), await readRow(replay, table, key)];
  const leftOut = new Set(table.leftOut.flatMap(({ columns }) => columns));
  return Object.keys({ ...a, ...b })
    .filter((name) => a[name] !== b[name])
    .filter((name) => !leftOut.has(name) || a[name] === "FILLED")
    .map((name) => ({ name, live: a[name], replay: b[name] }));
}

/** All columns as text, so that `1.0` and `1` are told apart. */
async function readRow(
  db: Queryable,
  { name, key }: ComparedTable,
  value: string,
): Promise<Record<string, string | null>> {
  const { rows } = await db.query<{ columns: Record<string, string | null> }>(
    `SELECT (SELECT jsonb_object_agg(c.key, c.value) FROM jsonb_each_text(to_jsonb(t)) c) AS columns
     FROM "${name}" t WHERE t."${key}"::text = $1`,
    [value],
  );
  return rows[0]?.columns ?? {};
}
