import type pg from "pg";
import { createPool } from "../client/pool.js";

const DUPLICATE_DATABASE = "42P04";
const UNIQUE_VIOLATION = "23505";

/** Creates the database that `url` names when its server does not have it yet. */
export async function createDatabaseIfMissing(url: string): Promise<void> {
  await onServer(url, async (server, name) => {
    const found = await server.query("SELECT 1 FROM pg_database WHERE datname = $1", [name]);
    if (found.rowCount !== 0) return;
    try {
      await server.query(`CREATE DATABASE "${name.replaceAll('"', '""')}"`);
    } catch (error) {
      // Two processes may create it at the same moment; the loser finds it present.
      const code = (error as { code?: string }).code;
      if (code !== DUPLICATE_DATABASE && code !== UNIQUE_VIOLATION) throw error;
    }
  });
}

/** Drops the database that `url` names, connections and all. */
export async function dropDatabase(url: string): Promise<void> {
  await onServer(url, async (server, name) => {
    await server.query(`DROP DATABASE IF EXISTS "${name.replaceAll('"', '""')}" WITH (FORCE)`);
  });
}

/** Runs `body` on the server of a database, outside of it. */
async function onServer(
  url: string,
  body: (server: pg.Pool, databaseName: string) => Promise<void>,
): Promise<void> {
  const admin = new URL(url);
  const name = decodeURIComponent(admin.pathname.slice(1));
  admin.pathname = "/postgres";
  const pool = createPool({ url: admin.href, maxConnections: 1 });
  try {
    await body(pool, name);
  } finally {
    await pool.end();
  }
}
