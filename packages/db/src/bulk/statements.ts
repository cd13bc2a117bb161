import type { Queryable } from "../client/transaction.js";
import { type ColumnType, type RowOf, sqlType, type Table } from "./table.js";

/** What happens when a row with the same key exists. */
export type OnConflict<T extends Table> =
  | "error"
  | "nothing"
  /** Overwrites these columns. */
  | readonly (keyof T["columns"] & string)[]
  /** Overwrites every column that is not part of the key. */
  | "replace";

const quote = (name: string): string => `"${name}"`;

/**
 * Writes all rows of a table with one statement: one array per column, `unnest` on the server.
 * PERF: one round trip and one plan per table and block, whatever the number of rows.
 */
export async function writeRows<T extends Table>(
  db: Queryable,
  table: T,
  rows: readonly RowOf<T>[],
  onConflict: OnConflict<T> = "error",
): Promise<void> {
  if (rows.length === 0) return;
  const columns = Object.entries(table.columns);
  const text = insertText(table, onConflict);
  const values = columns.map(([name, type]) =>
    rows.map((row) => encode(type, (row as Record<string, unknown>)[name])),
  );
  await db.query({ text, name: statementName(text), values });
}

function insertText<T extends Table>(table: T, onConflict: OnConflict<T>): string {
  const names = Object.keys(table.columns);
  const list = names.map(quote).join(", ");
  const arrays = Object.values(table.columns)
    .map((type, index) => `$${index + 1}::${sqlType(type)}[]`)
    .join(", ");
  const insert = `INSERT INTO ${quote(table.name)} (${list}) SELECT * FROM unnest(${arrays})`;
  if (onConflict === "error") return insert;
  if (onConflict === "nothing") return `${insert} ON CONFLICT DO NOTHING`;
  const updated =
    onConflict === "replace" ? names.filter((name) => !table.key.includes(name)) : onConflict;
  const assignments = updated.map((name) => `${quote(name)} = EXCLUDED.${quote(name)}`);
  const key = table.key.map(quote).join(", ");
  return `${insert} ON CONFLICT (${key}) DO UPDATE SET ${assignments.join(", ")}`;
}

/** Reads whole rows, in the representation in which `writeRows` takes them. */
export async function selectRows<T extends Table>(
  db: Queryable,
  table: T,
  clause: string,
  values: readonly unknown[] = [],
): Promise<RowOf<T>[]> {
  const list = selectList(table);
  const text = `SELECT ${list} FROM ${quote(table.name)} ${clause}`;
  const result = await db.query({ text, name: statementName(text), values: [...values] });
  return result.rows as RowOf<T>[];
}

/** The columns of a table as `selectRows` wants them, for hand-written queries. */
export function selectList(table: Table, alias?: string): string {
  const prefix = alias === undefined ? "" : `${quote(alias)}.`;
  return Object.entries(table.columns)
    .map(([name, type]) => {
      const column = `${prefix}${quote(name)}`;
      if (sqlType(type) === "bytea") return `encode(${column}, 'hex') AS ${quote(name)}`;
      return column;
    })
    .join(", ");
}

function encode(type: ColumnType, value: unknown): unknown {
  if (value === null || value === undefined) return null;
  switch (sqlType(type)) {
    case "bytea":
      return `\\x${value as string}`;
    case "timestamptz":
      return (value as Date).toISOString();
    case "int8":
      return (value as bigint).toString();
    default:
      return value;
  }
}

const names = new Map<string, string>();

/** Names prepared statements, so that each connection plans a text once. */
function statementName(text: string): string {
  let name = names.get(text);
  if (name === undefined) {
    name = `bulk_${names.size}`;
    names.set(text, name);
  }
  return name;
}
