import { readDatabaseUrl } from "./env.js";
import { applyMigrations } from "./migrate/applyMigrations.js";
import { createDatabaseIfMissing } from "./migrate/createDatabaseIfMissing.js";

/** `node dist/migrate.js`: creates the database of DATABASE_URL if needed and migrates it. */
async function main(): Promise<void> {
  const url = readDatabaseUrl();
  await createDatabaseIfMissing(url);
  const { applied } = await applyMigrations(url);
  process.stdout.write(
    applied.length === 0 ? "schema is up to date\n" : `applied ${applied.join(", ")}\n`,
  );
}

main().catch((error: unknown) => {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : "";
  process.stderr.write(`migrate: ${error instanceof Error ? error.message : error} ${cause}\n`);
  process.exitCode = 1;
});
