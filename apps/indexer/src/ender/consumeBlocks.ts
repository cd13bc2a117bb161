import { randomUUID } from "node:crypto";
import type { Database } from "@perpetua/db";
import { readProgress } from "@perpetua/db";
import {
  type KafkaClient,
  type KafkaOptions,
  nextOffsets,
  type RunningConsumer,
  runConsumer,
  Topic,
  withAdmin,
} from "@perpetua/messaging";
import type { ServiceContext } from "../shared/service.js";
import { ENDER_CONSUMER, type Ender } from "./createEnder.js";
import { BlockError } from "./model/blockError.js";

export interface BlockConsumer {
  /** True from the moment when everything that was in the topic at the start is applied. */
  readonly caughtUp: boolean;
  readonly healthy: boolean;
  stop(): Promise<void>;
}

interface Parts {
  readonly context: ServiceContext;
  readonly kafka: KafkaClient;
  readonly options: KafkaOptions;
  readonly database: Database;
  readonly ender: Ender;
}

/**
 * Consumes `to-ender` strictly one by one, from the offset that Postgres holds. The consumer group
 * is new each time: a group of a killed process would keep its partition until its session ends.
 */
export async function consumeBlocks(parts: Parts): Promise<BlockConsumer> {
  const { kafka, options, database } = parts;
  const groupId = `ender_${randomUUID()}`;
  const [end = 0n] = await nextOffsets(kafka, Topic.toEnder);
  let next = (await readProgress(database.pool, ENDER_CONSUMER)) ?? 0n;
  // A topic that was deleted and made anew is shorter than what Postgres remembers.
  if (next > end) next = 0n;
  const consumer = runConsumer(kafka, {
    topics: [Topic.toEnder],
    groupId,
    fromBeginning: true,
    startAt: () => next,
    options,
    chunkSize: 1,
    log: parts.context.messagingLog,
    onMessages: async (messages) => {
      for (const { value, timestampMs, offset } of messages) {
        const following = BigInt(offset) + 1n;
        await processLogged(parts, value, timestampMs, following);
        next = following;
      }
    },
  });
  let caughtUp = next >= end;
  return {
    get caughtUp() {
      caughtUp ||= next >= end;
      return caughtUp;
    },
    get healthy() {
      return consumer.healthy;
    },
    stop: () => stopConsumer(parts, consumer, groupId),
  };
}

async function processLogged(
  { context, ender }: Parts,
  value: Uint8Array | undefined,
  timestampMs: number | undefined,
  nextOffset: bigint,
): Promise<void> {
  const { logger } = context;
  if (value === undefined || timestampMs === undefined) {
    logger.error({ nextOffset: String(nextOffset) }, "record without value or timestamp skipped");
    return;
  }
  try {
    await ender.processBlock(value, timestampMs, nextOffset);
  } catch (error) {
    const fields = { err: error, height: ender.height + 1 };
    if (error instanceof BlockError && error.code === "BLOCK_UNDECODABLE") {
      // Acknowledged: the next block shows the gap, and the node's own log fills it.
      logger.fatal(fields, "undecodable block skipped");
      return;
    }
    if (error instanceof BlockError) logger.fatal(fields, "block cannot be applied");
    else logger.error(fields, "block could not be applied, will try again");
    throw error;
  }
}

async function stopConsumer(
  { context, kafka }: Parts,
  consumer: RunningConsumer,
  groupId: string,
): Promise<void> {
  await consumer.stop();
  try {
    await withAdmin(kafka, (admin) => admin.deleteGroups([kafka.topicPrefix + groupId]));
  } catch (error) {
    // An empty group is forgotten by the broker in time anyway.
    context.logger.debug({ err: error, groupId }, "consumer group could not be deleted");
  }
}
