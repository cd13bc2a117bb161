import { createPool, type Queryable } from "@perpetua/db";
import { z } from "zod";
import { fetchBlocksFrom } from "../../ender/backfill.js";
import { commonOptions } from "../../options/common.js";
import { type Environment, flag, readOptions } from "../../options/options.js";
import { COMPARED_TABLES, OTHER_TABLES } from "./comparedTables.js";
import { compareTable, type TableComparison } from "./compareTable.js";
import { replayBlocks } from "./replayBlocks.js";
import { openScratch, scratchRedisUrl } from "./scratch.js";

const reconcileSchema = z.object({
  DRY_RUN: flag().default(false).describe("say what would be done, and do nothing"),
  SCRATCH_REDIS_URL: z.string().optional().describe("an empty Redis database for the replay"),
});

export const RECONCILE_HELP = `usage: npm run ops -- scripts reconcile [--dry-run] [--scratch-redis-url URL]

Proves that the database equals a replay of the block log: fetches all blocks from the node, applies
them with ender's own code to a scratch database on the same server, and compares every row at the
height that the live database has now. Nothing is written to the live database. The last line is
\`N differences\`; exit code 1 unless N is 0.

The stack is that of PERPETUA_PORT_OFFSET, or of DATABASE_URL, REDIS_URL and NODE_OPS_URL.

not compared:
${COMPARED_TABLES.flatMap(({ name, leftOut }) =>
  leftOut.map(({ columns, reason }) => `  ${name}: ${columns.join(", ")}\n      ${reason}`),
).join("\n")}
${OTHER_TABLES.map(({ names, reason }) => `  ${names}\n      ${reason}`).join("\n")}
`;

/** Returns the exit code. */
export async function reconcile(
  environment: Environment,
  say: (line: string) => void,
): Promise<number> {
  const common = commonOptions("all", environment);
  const options = readOptions(reconcileSchema, environment);
  const redisUrl = options.SCRATCH_REDIS_URL ?? scratchRedisUrl(common.redisUrl);
  const live = createPool({ url: common.databaseUrl, maxConnections: 1 });
  try {
    const height = await liveHeight(live);
    say(`live height ${height}, blocks from ${common.nodeOpsUrl}`);
    if (options.DRY_RUN) {
      say(`would replay blocks 0 to ${height} into a scratch database and ${redisUrl},`);
      say(`then compare ${COMPARED_TABLES.length} tables`);
      return 0;
    }
    const comparisons = await compare({ ...common, redisUrl }, live, say);
    for (const comparison of comparisons) report(comparison, say);
    const differences = comparisons.reduce((sum, table) => sum + table.differences, 0);
    say(`${differences} differences`);
    return differences === 0 ? 0 : 1;
  } finally {
    await live.end();
  }
}

interface Sources {
  readonly databaseUrl: string;
  readonly redisUrl: string;
  readonly nodeOpsUrl: string;
}

async function compare(
  sources: Sources,
  live: ReturnType<typeof createPool>,
  say: (line: string) => void,
): Promise<TableComparison[]> {
  const scratch = await openScratch(sources.databaseUrl, sources.redisUrl);
  const snapshot = await live.connect();
  const replay = await scratch.database.pool.connect();
  try {
    // One moment of the live database: ender goes on writing while we replay.
    await snapshot.query("BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
    const height = await liveHeight(snapshot);
    await replayBlocks(scratch, fetchBlocksFrom(sources.nodeOpsUrl), height, (reached) =>
      say(`replayed ${reached} of ${height} blocks`),
    );
    await replay.query("BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
    const comparisons: TableComparison[] = [];
    for (const table of COMPARED_TABLES) {
      comparisons.push(await compareTable(snapshot, replay, table));
    }
    return comparisons;
  } finally {
    snapshot.release(true);
    replay.release(true);
    await scratch.close();
  }
}

async function liveHeight(db: Queryable): Promise<number> {
  const { rows } = await db.query<{ height: bigint | null }>(
    `SELECT max("blockHeight") AS height FROM blocks`,
  );
  return Number(rows[0]?.height ?? -1n);
}

function report(comparison: TableComparison, say: (line: string) => void): void {
  const { table, rows, differences, examples } = comparison;
  const name = table.name.padEnd(26);
  say(
    `${name} ${differences === 0 ? `${rows} rows equal` : `${differences} of ${rows} rows differ`}`,
  );
  for (const { key, kind, columns } of examples) {
    say(`  ${key} ${kind}`);
    for (const { name: column, live, replay } of columns) {
      say(`    ${column}: live ${String(live)}, replay ${String(replay)}`);
    }
  }
}
