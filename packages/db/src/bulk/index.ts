/**
 * Bulk SQL of block writers: tables as data, one `unnest` statement per table. Rows carry numerics
 * as
 * exact text and bytes as hexadecimal text, so no value passes through a float.
 */
export { readProgress, saveProgress } from "./consumerProgress.js";
export { newestCandles } from "./newestCandles.js";
export { newestPositions, openInterest, type PositionKey } from "./newestPositions.js";
export { deleteOutbox, insertOutbox, type OutboxRow, readOutbox } from "./outbox.js";
export { type OnConflict, selectList, selectRows, writeRows } from "./statements.js";
export { type ColumnType, defineTable, type RowOf, type Table } from "./table.js";
export * from "./tables.js";
