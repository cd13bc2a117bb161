import type { Queryable } from "../client/transaction.js";

/** Notes, in the transaction of a record's rows, which record comes next. */
export async function saveProgress(
  tx: Queryable,
  consumer: string,
  nextOffset: bigint,
): Promise<void> {
  await tx.query({
    name: "progress_save",
    text: `INSERT INTO "consumer_progress" ("consumer", "nextOffset") VALUES ($1, $2)
           ON CONFLICT ("consumer") DO UPDATE SET "nextOffset" = EXCLUDED."nextOffset"`,
    values: [consumer, String(nextOffset)],
  });
}

/** The offset at which a consumer goes on; undefined when it never ran. */
export async function readProgress(db: Queryable, consumer: string): Promise<bigint | undefined> {
  const { rows } = await db.query<{ nextOffset: bigint }>(
    `SELECT "nextOffset" FROM "consumer_progress" WHERE "consumer" = $1`,
    [consumer],
  );
  return rows[0]?.nextOffset;
}
