/** Column types of bulk statements; a trailing `?` marks a nullable column. */
export type ColumnType = keyof ColumnValues | `${keyof ColumnValues}?`;

/** How each type travels: exact text for numerics, hexadecimal text for bytes. */
export interface ColumnValues {
  uuid: string;
  text: string;
  numeric: string;
  /** Lower-case hexadecimal digits. */
  bytea: string;
  int4: number;
  int8: bigint;
  bool: boolean;
  timestamptz: Date;
  /** JSON text. */
  jsonb: string;
}

export type Columns = Readonly<Record<string, ColumnType>>;

/** A table as bulk statements see it. */
export interface Table<C extends Columns = Columns> {
  readonly name: string;
  readonly key: readonly string[];
  readonly columns: C;
}

type Value<T extends ColumnType> = T extends `${infer B extends keyof ColumnValues}?`
  ? ColumnValues[B] | null
  : T extends keyof ColumnValues
    ? ColumnValues[T]
    : never;

/** A row of a table: every column present, mutable so that handlers can update it in place. */
export type RowOf<T extends Table> = {
  -readonly [K in keyof T["columns"]]: Value<T["columns"][K]>;
};

/** Declares a table; `key` is its primary key. */
export function defineTable<const C extends Columns>(
  name: string,
  key: readonly (keyof C & string)[],
  columns: C,
): Table<C> {
  return { name, key, columns };
}

/** The SQL type of a column. */
export const sqlType = (type: ColumnType): keyof ColumnValues =>
  type.replace("?", "") as keyof ColumnValues;
