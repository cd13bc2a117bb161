import {
  applyMigrations,
  createDatabase,
  createDatabaseIfMissing,
  type Database,
  dropDatabase,
  inSnapshot,
} from "@perpetua/db";
import { AppError, createSilentLogger } from "@perpetua/telemetry";
import type { FetchBlocks } from "../ender/backfill.js";
import { createEnder } from "../ender/createEnder.js";
import { noCache } from "../ender/enderCache.js";
import { type Comparison, compareDatabases } from "./compareDatabases.js";

export interface ReconcileOptions {
  readonly databaseUrl: string;
  /** The node's block log, from genesis on. */
  readonly fetchBlocks: FetchBlocks;
  readonly onProgress?: (text: string) => void;
}

export interface ReconcileResult extends Comparison {
  readonly height: number;
}

/**
 * Proves that the database equals a replay of the block log (design.md §2.1): rebuilds everything
 * in a database of its own beside the live one and compares. The live one is only read, as of one
 * moment, so the exchange may go on meanwhile; the rebuilt one is dropped afterwards.
 */
export async function reconcile(options: ReconcileOptions): Promise<ReconcileResult> {
  const scratch = new URL(options.databaseUrl);
  scratch.pathname = `/reconcile_${process.pid}_${Date.now()}`;
  await createDatabaseIfMissing(scratch.href);
  const live = createDatabase({ url: options.databaseUrl, maxConnections: 2 });
  const rebuilt = createDatabase({ url: scratch.href, maxConnections: 4 });
  try {
    await applyMigrations(scratch.href);
    return await inSnapshot(live.pool, async (snapshot) => {
      const { rows } = await snapshot.query<{ height: number | null }>(
        `SELECT max("blockHeight")::int AS height FROM "blocks"`,
      );
      const height = rows[0]?.height ?? -1;
      await rebuild(rebuilt, height, options);
      return { height, ...(await compareDatabases(snapshot, rebuilt.pool)) };
    });
  } finally {
    await live.close();
    await rebuilt.close();
    await dropDatabase(scratch.href);
  }
}

async function rebuild(
  database: Database,
  height: number,
  { fetchBlocks, onProgress }: ReconcileOptions,
): Promise<void> {
  const ender = createEnder({
    database,
    cache: noCache,
    producer: { sendAllInOrder: () => Promise.resolve() },
    logger: createSilentLogger(),
  });
  await ender.start();
  while (ender.height < height) {
    const before = ender.height;
    for await (const block of fetchBlocks(before + 1)) {
      if (block.height > height) break;
      await ender.processBlock(block.bytes, 0);
    }
    if (ender.height === before) {
      const fields = { height: before + 1 };
      throw new AppError("RECONCILE", `the node has no block ${before + 1}`, { fields });
    }
    onProgress?.(`${ender.height + 1} of ${height + 1} blocks`);
  }
  await ender.flush();
}
