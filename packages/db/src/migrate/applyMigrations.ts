import { randomUUID } from "node:crypto";
import type pg from "pg";
import { createPool } from "../client/pool.js";
import { type Migration, readMigrations } from "./migrations.js";

/**
 * The key of Prisma's own advisory lock, so that `prisma migrate deploy` and this exclude each
 * other.
 */
const PRISMA_LOCK_KEY = 72_707_369;

const CREATE_HISTORY = `
CREATE TABLE IF NOT EXISTS _prisma_migrations (
    id                      VARCHAR(36) PRIMARY KEY NOT NULL,
    checksum                VARCHAR(64) NOT NULL,
    finished_at             TIMESTAMPTZ,
    migration_name          VARCHAR(255) NOT NULL,
    logs                    TEXT,
    rolled_back_at          TIMESTAMPTZ,
    started_at              TIMESTAMPTZ NOT NULL DEFAULT now(),
    applied_steps_count     INTEGER NOT NULL DEFAULT 0
)`;

export interface MigrationResult {
  /** Names of the migrations that this call applied, in order. */
  readonly applied: readonly string[];
}

/**
 * Brings a database to the newest schema, exactly as `prisma migrate deploy` would, but without
 * Prisma's native schema engine: same order, lock, history table and checksums.
 */
export async function applyMigrations(url: string): Promise<MigrationResult> {
  const migrations = await readMigrations();
  const pool = createPool({ url, maxConnections: 1 });
  try {
    const client = await pool.connect();
    try {
      await client.query("SELECT pg_advisory_lock($1)", [PRISMA_LOCK_KEY]);
      return { applied: await applyPending(client, migrations) };
    } finally {
      // Closing the session frees the lock even when a migration failed half-way.
      client.release(true);
    }
  } finally {
    await pool.end();
  }
}

async function applyPending(client: pg.ClientBase, migrations: Migration[]): Promise<string[]> {
  await client.query(CREATE_HISTORY);
  const history = await readHistory(client);
  const applied: string[] = [];
  for (const migration of migrations) {
    const checksum = history.get(migration.name);
    if (checksum === undefined) {
      await applyOne(client, migration);
      applied.push(migration.name);
    } else if (checksum !== migration.checksum) {
      throw new Error(`migration ${migration.name} was changed after it had been applied`);
    }
  }
  return applied;
}

async function readHistory(client: pg.ClientBase): Promise<Map<string, string>> {
  const { rows } = await client.query<{
    migration_name: string;
    checksum: string;
    finished_at: Date | null;
  }>(
    `SELECT migration_name, checksum, finished_at FROM _prisma_migrations WHERE rolled_back_at IS NULL`,
  );
  const unfinished = rows.find((row) => row.finished_at === null);
  if (unfinished !== undefined) {
    throw new Error(
      `migration ${unfinished.migration_name} failed earlier; repair it, then mark it resolved ` +
        "(prisma migrate resolve)",
    );
  }
  return new Map(rows.map((row) => [row.migration_name, row.checksum]));
}

/** One migration and its history row commit together, so a crash leaves neither. */
async function applyOne(client: pg.ClientBase, migration: Migration): Promise<void> {
  await client.query("BEGIN");
  try {
    await client.query(migration.sql);
    await client.query(
      `INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
       VALUES ($1, $2, $3, now(), clock_timestamp(), 1)`,
      [randomUUID(), migration.checksum, migration.name],
    );
    await client.query("COMMIT");
  } catch (error) {
    await client.query("ROLLBACK");
    throw new Error(`migration ${migration.name} failed`, { cause: error });
  }
}
