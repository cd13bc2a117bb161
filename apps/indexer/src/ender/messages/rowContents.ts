import type { FillRow, OrderRow } from "@perpetua/db";

/** A row as JSON: int8 as text, time as ISO 8601, everything else as it is. */
function toJsonRow(row: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => {
      if (typeof value === "bigint") return [name, value.toString()];
      return [name, value instanceof Date ? value.toISOString() : value];
    }),
  );
}

/** All columns of a fill, plus its ticker. */
export const fillContents = (row: FillRow, ticker: string): object => ({
  ...toJsonRow(row),
  ticker,
});

/** All columns of an order; POST_ONLY is shown as GTT with `postOnly` (indexer.md §0.3). */
export function orderContents(row: OrderRow, ticker: string): object {
  const postOnly = row.timeInForce === "POST_ONLY";
  return { ...toJsonRow(row), timeInForce: postOnly ? "GTT" : row.timeInForce, postOnly, ticker };
}
