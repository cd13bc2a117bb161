import type pg from "pg";

/** Anything that runs SQL: a pool, or a client inside a transaction. */
export type Queryable = Pick<pg.ClientBase, "query">;

/** Runs `body` in one transaction: commits when it resolves, rolls back and rethrows otherwise. */
export async function inTransaction<T>(
  pool: pg.Pool,
  body: (tx: pg.PoolClient) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query("BEGIN");
    const result = await body(client);
    await client.query("COMMIT");
    return result;
  } catch (error) {
    await client.query("ROLLBACK").catch((rollbackError: Error) => {
      // The connection itself is gone; Postgres has rolled back, and the pool must not reuse it.
      broken = rollbackError;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}
