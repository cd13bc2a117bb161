import type { Queryable } from "../client/transaction.js";

/** Encoded messages of one committed block. */
export interface OutboxRow {
  readonly blockHeight: bigint;
  readonly payload: Uint8Array;
}

/** Stores a block's messages in the transaction that writes the block (design.md §2.4). */
export async function insertOutbox(db: Queryable, row: OutboxRow): Promise<void> {
  const { buffer, byteOffset, byteLength } = row.payload;
  await db.query({
    name: "outbox_insert",
    text: `INSERT INTO "outbox" ("blockHeight", "payload") VALUES ($1, $2)`,
    values: [String(row.blockHeight), Buffer.from(buffer, byteOffset, byteLength)],
  });
}

/** Unpublished blocks, oldest first, at most `limit`. */
export async function readOutbox(db: Queryable, limit: number): Promise<OutboxRow[]> {
  const { rows } = await db.query(
    `SELECT "blockHeight", "payload" FROM "outbox" ORDER BY "blockHeight" LIMIT $1`,
    [limit],
  );
  return rows as OutboxRow[];
}

/** Forgets the messages of all blocks up to `blockHeight`: the broker has them. */
export async function deleteOutbox(db: Queryable, blockHeight: bigint): Promise<void> {
  await db.query({
    name: "outbox_delete",
    text: `DELETE FROM "outbox" WHERE "blockHeight" <= $1`,
    values: [String(blockHeight)],
  });
}
