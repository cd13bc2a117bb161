import {
  createReplayComlink,
  type Difference,
  LEFT_OUT,
  replayEnder,
  replayRest,
  replaySocks,
  replayVulcan,
} from "@perpetua/indexer/replay";
import { startTestServices } from "@perpetua/localnet";
import type { PartResult } from "@perpetua/testkit";
import type { Part } from "./options.js";

interface IndexerReplay {
  readonly folder: string;
  readonly until: string | undefined;
  readonly parts: readonly Part[];
}

/** Replays the indexer's parts against real Postgres and Redis, each in stores of its own. */
export async function replayIndexer({
  folder,
  until,
  parts,
}: IndexerReplay): Promise<PartResult[]> {
  const results: PartResult[] = [];
  if (parts.includes("ender")) results.push(...(await withStores((s) => ender(folder, until, s))));
  if (parts.includes("vulcan")) results.push(await withStores((s) => vulcan(folder, until, s)));
  if (parts.includes("socks")) results.push(await socks(folder, until));
  return results;
}

interface Stores {
  readonly databaseUrl: string;
  readonly redisUrl: string;
}

async function withStores<T>(run: (stores: Stores) => Promise<T>): Promise<T> {
  const services = await startTestServices();
  try {
    return await run(services);
  } finally {
    await services.stop();
  }
}

/** Rows and messages of ender; then, at each checkpoint, every recorded REST answer. */
async function ender(
  folder: string,
  until: string | undefined,
  stores: Stores,
): Promise<PartResult[]> {
  let answers = 0;
  const restDifferences: Difference[] = [];
  const result = await replayEnder({
    folder,
    until,
    ...stores,
    rest: async (checkpoint, races) => {
      const askedAtMs = lastBlockTimeMs(checkpoint.db);
      const nowMs = () => askedAtMs;
      const comlink = await createReplayComlink({ ...stores, nowMs });
      try {
        const rest = await replayRest({ checkpoint, comlink, races });
        answers += rest.answers;
        restDifferences.push(...rest.differences);
      } finally {
        await comlink.close();
      }
      return [];
    },
  });
  const checked = result.rows + result.messages;
  return [
    partOf("ender", checked, result.differences, LEFT_OUT.ender),
    partOf("ender rest", answers, restDifferences, LEFT_OUT.rest),
  ];
}

/** The recorded questions were asked right after the last block. */
function lastBlockTimeMs(db: Readonly<Record<string, readonly Record<string, unknown>[]>>): number {
  const times = (db.blocks ?? []).map((row) => Date.parse(String(row.time)));
  return Math.max(...times);
}

async function vulcan(
  folder: string,
  until: string | undefined,
  stores: Stores,
): Promise<PartResult> {
  const { checked, differences } = await replayVulcan({ folder, until, ...stores });
  return partOf("vulcan", checked, differences, LEFT_OUT.vulcan);
}

async function socks(folder: string, until: string | undefined): Promise<PartResult> {
  const { checked, differences } = await replaySocks({ folder, until });
  return partOf("socks", checked, differences, []);
}

function partOf(
  part: string,
  total: number,
  differences: readonly Difference[],
  leftOut: readonly string[],
): PartResult {
  const first = differences[0];
  const equal = total - differences.length;
  if (first === undefined) return { part, equal, total, leftOut };
  const difference = [
    `${first.part} ${first.where}:`,
    `  expected ${JSON.stringify(first.expected)}`,
    `  got      ${JSON.stringify(first.got)}`,
  ].join("\n");
  return { part, equal, total, difference, leftOut };
}
