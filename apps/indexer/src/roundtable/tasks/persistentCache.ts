import type { Queryable } from "@perpetua/db";

/** How far a job has come; the keys of indexer.md §1.5 and our own. */
export async function readCached(db: Queryable, key: string): Promise<string | undefined> {
  // Locked, so that a second instance does not repeat a step that is under way.
  const { rows } = await db.query<{ value: string }>(
    `SELECT value FROM persistent_cache WHERE key = $1 FOR UPDATE`,
    [key],
  );
  return rows[0]?.value;
}

/** Written in the transaction of the rows that it stands for. */
export async function writeCached(db: Queryable, key: string, value: string): Promise<void> {
  await db.query(
    `INSERT INTO persistent_cache (key, value) VALUES ($1, $2)
     ON CONFLICT (key) DO UPDATE SET value = EXCLUDED.value`,
    [key, value],
  );
}
