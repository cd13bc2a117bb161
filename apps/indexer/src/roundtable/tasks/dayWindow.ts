import { inTransaction, type Queryable } from "@perpetua/db";
import type { TaskContext } from "../task.js";
import { readCached, writeCached } from "./persistentCache.js";

const DAY_MS = 86_400_000;
const LOCK_TIMEOUT_MS = 250;

/** The fills of (after, upTo] are counted in one run. */
export interface DayWindow {
  readonly after: Date;
  readonly upTo: Date;
}

export interface DayJob {
  /** Key of persistent_cache: the time up to which fills are counted. */
  readonly key: string;
  /** Where a network without that key begins. */
  readonly begin: string;
  apply(tx: Queryable, window: DayWindow): Promise<void>;
}

/**
 * Counts fills once, at most a day of them in a run (indexer.md §6.11, §6.12). Days without a fill
 * are passed at once: upstream takes one a run, which is hours for a network that starts today.
 */
export async function runDay({ database }: TaskContext, job: DayJob): Promise<void> {
  await inTransaction(database.pool, async (tx) => {
    // Shorter than the server waits before it looks for deadlocks: ender is never the victim.
    await tx.query(`SET LOCAL lock_timeout = '${LOCK_TIMEOUT_MS}ms'`);
    const after = new Date((await readCached(tx, job.key)) ?? job.begin);
    const upTo = await windowEnd(tx, after);
    if (upTo === undefined || upTo <= after) return;
    await job.apply(tx, { after, upTo });
    await writeCached(tx, job.key, upTo.toISOString().replace("Z", "+00:00"));
  });
}

async function windowEnd(tx: Queryable, after: Date): Promise<Date | undefined> {
  const { rows } = await tx.query<{ latest: Date | null; next: Date | null }>(
    `SELECT (SELECT time FROM blocks ORDER BY "blockHeight" DESC LIMIT 1) AS latest,
            (SELECT min("createdAt") FROM fills WHERE "createdAt" > $1) AS next`,
    [after],
  );
  const { latest, next } = rows[0] ?? {};
  if (!latest) return undefined;
  const from = Math.max(after.getTime(), (next ?? latest).getTime());
  return new Date(Math.min(latest.getTime(), from + DAY_MS));
}
