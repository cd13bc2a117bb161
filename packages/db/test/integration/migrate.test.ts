import { createHash } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { applyMigrations, createDatabase, readMigrations } from "../../src/index.js";
import { services } from "./services.js";

const database = createDatabase({ url: services.databaseUrl });

beforeAll(async () => {
  await applyMigrations(services.databaseUrl);
});
afterAll(async () => {
  await database.close();
  await services.stop();
});

test("writes the history that prisma migrate deploy would", async () => {
  const migrations = await readMigrations();
  const { rows } = await database.pool.query(
    `SELECT migration_name, checksum, finished_at, rolled_back_at, logs, applied_steps_count
     FROM _prisma_migrations ORDER BY migration_name`,
  );
  expect(rows).toHaveLength(migrations.length);
  for (const [index, migration] of migrations.entries()) {
    expect(rows[index]).toMatchObject({
      migration_name: migration.name,
      checksum: createHash("sha256").update(migration.sql).digest("hex"),
      rolled_back_at: null,
      logs: null,
      applied_steps_count: 1,
    });
    expect(rows[index].finished_at).toBeInstanceOf(Date);
  }
});

test("a second run applies nothing", async () => {
  expect(await applyMigrations(services.databaseUrl)).toEqual({ applied: [] });
});

test("runs at the same time do not collide", async () => {
  const results = await Promise.all([1, 2, 3].map(() => applyMigrations(services.databaseUrl)));
  for (const { applied } of results) expect(applied).toEqual([]);
});

test("a changed migration is refused", async () => {
  const { rows } = await database.pool.query<{ id: string; checksum: string }>(
    `SELECT id, checksum FROM _prisma_migrations ORDER BY migration_name LIMIT 1`,
  );
  const { id, checksum } = rows[0]!;
  const set = `UPDATE _prisma_migrations SET checksum = $2 WHERE id = $1`;
  await database.pool.query(set, [id, "0".repeat(64)]);
  await expect(applyMigrations(services.databaseUrl)).rejects.toThrow("was changed after");
  await database.pool.query(set, [id, checksum]);
});

test("every Prisma model reads its table", async () => {
  const models = Object.entries(database.prisma).filter(
    (entry): entry is [string, { findMany(): Promise<unknown[]> }] =>
      typeof (entry[1] as { findMany?: unknown } | null)?.findMany === "function",
  );
  const { rows } = await database.pool.query<{ name: string }>(
    `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND tablename <> '_prisma_migrations'`,
  );
  expect(models.length, "one model per table").toBe(rows.length);
  for (const [name, model] of models) expect(await model.findMany(), name).toEqual([]);
});

test("the vault views can be read and refreshed concurrently", async () => {
  for (const view of ["vaults_hourly_pnl", "vaults_daily_pnl"]) {
    await database.pool.query(`REFRESH MATERIALIZED VIEW CONCURRENTLY "${view}"`);
    expect((await database.pool.query(`SELECT * FROM "${view}"`)).rows).toEqual([]);
  }
});
