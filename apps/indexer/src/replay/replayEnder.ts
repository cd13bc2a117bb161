import { applyMigrations, createDatabase, createDatabaseIfMissing } from "@perpetua/db";
import { closeRedis, connectRedis, Header, headerText, Topic } from "@perpetua/messaging";
import { createSilentLogger } from "@perpetua/telemetry";
import { createEnder } from "../ender/createEnder.js";
import { compareMessages, type MessagePair } from "./compareMessages.js";
import { compareRows } from "./compareRows.js";
import { compareVulcanMessages } from "./compareVulcanMessages.js";
import type { Difference } from "./difference.js";
import { MemoryProducer } from "./memoryProducer.js";
import { type Races, type RecordedRaces, racesOf } from "./races.js";
import { type Checkpoint, type RecordedMessage, readCheckpoints, readTopic } from "./recording.js";
import { followVulcan } from "./vulcanFollower.js";

export interface ReplayEnderOptions {
  /** A recording (layout: golden/README.md). */
  readonly folder: string;
  /** Name of the last checkpoint to compare; all of them when absent. */
  readonly until?: string | undefined;
  /** An empty database; it is created and migrated when missing. */
  readonly databaseUrl: string;
  /** An empty Redis database. */
  readonly redisUrl: string;
  /** Called at each checkpoint while rows are still there, e.g. to compare REST answers. */
  readonly rest?:
    | ((checkpoint: Checkpoint, races: Races) => Promise<readonly Difference[]>)
    | undefined;
  readonly onProgress?: ((text: string) => void) | undefined;
}

export interface ReplayEnderResult {
  readonly blocks: number;
  readonly checkpoints: readonly string[];
  readonly rows: number;
  readonly messages: number;
  readonly differences: readonly Difference[];
}

/** A message of one order that differs in the order's status alone. */
function isRace(races: RecordedRaces, { expected, got, paths }: MessagePair): boolean {
  if (!paths.every((path) => path === "contents.orders.0.status")) return false;
  const order = orderOf(expected);
  const height = Number(expected.blockHeight);
  return races.explainAt(height, order?.id, order?.status, orderOf(got)?.status);
}

function orderOf({ contents }: Record<string, unknown>) {
  return (contents as { orders?: readonly { id: string; status: string }[] }).orders?.[0];
}

/**
 * Feeds the recorded blocks to ender, with vulcan beside it, and compares rows at every checkpoint
 * and everything that ender sends (traps-indexer.md, "How to compare").
 */
export async function replayEnder(options: ReplayEnderOptions): Promise<ReplayEnderResult> {
  const { folder, databaseUrl, redisUrl, until } = options;
  const checkpoints = await readCheckpoints(folder, until);
  const last = checkpoints.at(-1);
  if (last === undefined) throw new Error(`no checkpoints in ${folder}`);
  const blocks = (await readTopic(folder, Topic.toEnder)).slice(0, last.offsets[Topic.toEnder]);
  await createDatabaseIfMissing(databaseUrl);
  await applyMigrations(databaseUrl);
  const database = createDatabase({ url: databaseUrl });
  const redis = await connectRedis({ url: redisUrl });
  try {
    const logger = createSilentLogger();
    const producer = new MemoryProducer();
    const ender = createEnder({ database, redis, producer, logger });
    const vulcanMessages = await readTopic(folder, Topic.toVulcan);
    const vulcan = followVulcan(database, redis, logger, vulcanMessages);
    const effectTimes = blockEffectTimes(
      await readTopic(folder, Topic.blockHeight),
      vulcanMessages,
    );
    const races = racesOf(blocks, vulcanMessages, effectTimes);
    await ender.start();

    let rows = 0;
    const differences: Difference[] = [];
    for (const [index, block] of blocks.entries()) {
      await vulcan.advance(effectTimes(index, block.timestampMs));
      await ender.processBlock(block.value, block.timestampMs);
      for (const checkpoint of checkpoints.filter((c) => c.offsets[Topic.toEnder] === index + 1)) {
        await vulcan.advance(Number.POSITIVE_INFINITY, checkpoint.offsets[Topic.toVulcan]);
        await ender.flush();
        const compared = await compareRows(database.pool, checkpoint, races);
        rows += compared.rows;
        differences.push(...compared.differences);
        differences.push(...((await options.rest?.(checkpoint, races)) ?? []));
        options.onProgress?.(`${checkpoint.name}: ${compared.differences.length} rows differ`);
      }
    }
    const messages = await compareSent(folder, last, producer, races);
    return {
      blocks: blocks.length,
      checkpoints: checkpoints.map(({ name }) => name),
      rows,
      messages: messages.count,
      differences: [...differences, ...messages.differences],
    };
  } finally {
    await closeRedis(redis);
    await database.close();
  }
}

/**
 * A block takes effect at the time of its block-height message (traps-indexer.md 28), or of its
 * first message to vulcan: topics are sent in parallel, and those carry the block's own timestamp.
 */
export function blockEffectTimes(
  blockHeights: readonly RecordedMessage[],
  vulcanMessages: readonly RecordedMessage[],
): (index: number, blockTimestampMs: number) => number {
  const firstToVulcan = new Map<string, number>();
  for (const { headers, timestampMs } of vulcanMessages) {
    const source = headerText(headers, Header.messageReceivedTimestamp);
    if (source !== undefined && !firstToVulcan.has(source)) firstToVulcan.set(source, timestampMs);
  }
  return (index, blockTimestampMs) =>
    Math.min(
      blockHeights[index]?.timestampMs ?? blockTimestampMs,
      firstToVulcan.get(String(blockTimestampMs)) ?? Number.POSITIVE_INFINITY,
    );
}

async function compareSent(
  folder: string,
  last: Checkpoint,
  producer: MemoryProducer,
  races: RecordedRaces,
) {
  let count = 0;
  const differences: Difference[] = [];
  const until = (topic: Topic, messages: readonly RecordedMessage[]) =>
    messages.filter(({ offset }) => offset < (last.offsets[topic] ?? 0));
  for (const topic of [
    Topic.blockHeight,
    Topic.markets,
    Topic.subaccounts,
    Topic.trades,
    Topic.candles,
  ] as const) {
    const recorded = until(topic, await readTopic(folder, topic));
    // Messages with headers are vulcan's (indexer.md §3.1).
    const enders = recorded.filter(({ headers }) => headers === undefined);
    count += enders.length;
    differences.push(
      ...compareMessages(topic, enders, producer.sent(topic), (pair) => isRace(races, pair)),
    );
  }
  const vulcan = until(Topic.toVulcan, await readTopic(folder, Topic.toVulcan));
  const sent = producer.sent(Topic.toVulcan);
  count += sent.length;
  differences.push(...compareVulcanMessages(vulcan, sent));
  return { count, differences };
}
