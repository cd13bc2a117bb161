import { inTransaction, type Queryable } from "@perpetua/db";
import type { TaskContext } from "../task.js";
import { readCached, writeCached } from "./persistentCache.js";

/** A job that takes heights one by one, above the one stored under `key` in persistent_cache. */
export interface HeightJob {
  readonly key: string;
  /** The next height above `last`; undefined when there is none yet. */
  nextHeight(db: Queryable, last: bigint): Promise<bigint | undefined>;
  /** Writes the rows of `height`. */
  apply(db: Queryable, last: bigint, height: bigint): Promise<void>;
}

/** Each height in a transaction of its own; after an error the rest waits for the next run. */
export async function runHeights({ database }: TaskContext, job: HeightJob): Promise<void> {
  let more = true;
  while (more) more = await inTransaction(database.pool, (tx) => applyNextHeight(tx, job));
}

async function applyNextHeight(db: Queryable, job: HeightJob): Promise<boolean> {
  const last = BigInt((await readCached(db, job.key)) ?? "0");
  const height = await job.nextHeight(db, last);
  if (height === undefined) return false;
  await job.apply(db, last, height);
  await writeCached(db, job.key, String(height));
  return true;
}
