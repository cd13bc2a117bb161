/**
 * Owns the indexer's Postgres: Prisma schema and migrations for every table of indexer.md §1, the
 * pools, ordinary reads (`reads`, through Prisma) and bulk writes (`bulk`, one statement per table
 * and
 * block). Nothing else in the repository opens a database connection.
 */

export * from "./bulk/index.js";
export { createDatabase, type Database, type DatabaseOptions } from "./client/createDatabase.js";
export { createLeadership, type Leadership } from "./client/leadership.js";
export { createPool, type PoolOptions } from "./client/pool.js";
export { inTransaction, type Queryable } from "./client/transaction.js";
export { Prisma, PrismaClient } from "./generated/client.js";
export type * from "./generated/models.js";
export { applyMigrations, type MigrationResult } from "./migrate/applyMigrations.js";
export { createDatabaseIfMissing, dropDatabase } from "./migrate/createDatabaseIfMissing.js";
export { readMigrations } from "./migrate/migrations.js";
export { type ExactTable, exactText } from "./reads/exactText.js";
export { type LatestBlock, latestBlock } from "./reads/latestBlock.js";
