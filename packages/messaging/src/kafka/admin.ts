import { randomUUID } from "node:crypto";
import kafkajs, { type Admin, type EachMessagePayload } from "kafkajs";
import { Backoff, sleep } from "../backoff.js";
import { type MessagingLog, silentLog } from "../log.js";
import type { KafkaClient } from "./client.js";
import { toIncoming } from "./consumer.js";
import type { IncomingMessage } from "./message.js";
import { ALL_TOPICS, PARTITIONS, REPLICATION_FACTOR, type Topic } from "./topics.js";
import { withAdmin } from "./withAdmin.js";

/** Resolves when the cluster answers; throws the last error after `timeoutMs`. */
export async function waitForKafka(
  kafka: KafkaClient,
  { timeoutMs = 60_000, log = silentLog }: { timeoutMs?: number; log?: MessagingLog } = {},
): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  const backoff = new Backoff(50, 1_000);
  for (let attempt = 1; ; attempt += 1) {
    try {
      await withAdmin(kafka, (admin) => admin.describeCluster());
      return;
    } catch (error) {
      if (Date.now() > deadline) throw error;
      if (attempt === 1) {
        log.warning("kafka does not answer, trying on", { error: String(error), timeoutMs });
      }
      await backoff.wait();
    }
  }
}

export interface TopicPlan {
  readonly partitions?: Readonly<Partial<Record<Topic, number>>>;
  readonly replicationFactor?: number;
}

export interface TopicChanges {
  readonly created: Topic[];
  readonly grown: Topic[];
}

/**
 * Creates the topics that are missing and grows those with too few partitions (indexer.md §3.4;
 * an empty cluster gets its topics too, Q2). Partition counts never shrink.
 */
export function ensureTopics(kafka: KafkaClient, plan: TopicPlan = {}): Promise<TopicChanges> {
  const wanted = (topic: Topic) => plan.partitions?.[topic] ?? PARTITIONS[topic];
  return withAdmin(kafka, async (admin) => {
    const counts = await partitionCounts(admin, kafka.topicPrefix);
    const created = ALL_TOPICS.filter((topic) => !counts.has(topic));
    if (created.length > 0) {
      await admin.createTopics({
        waitForLeaders: true,
        topics: created.map((topic) => ({
          topic: kafka.topicPrefix + topic,
          numPartitions: wanted(topic),
          replicationFactor: plan.replicationFactor ?? REPLICATION_FACTOR,
        })),
      });
    }
    const grown = ALL_TOPICS.filter((topic) => (counts.get(topic) ?? Infinity) < wanted(topic));
    if (grown.length > 0) {
      await admin.createPartitions({
        topicPartitions: grown.map((topic) => ({
          topic: kafka.topicPrefix + topic,
          count: wanted(topic),
        })),
      });
    }
    // Leaders of new partitions are known with a delay; who comes next shall find them.
    const backoff = new Backoff(20, 500);
    while (!(await isServing(admin, kafka.topicPrefix, wanted))) await backoff.wait();
    return { created, grown };
  });
}

/** Whether every partition of our topics answers for its offsets. */
async function isServing(
  admin: Admin,
  prefix: string,
  wanted: (topic: Topic) => number,
): Promise<boolean> {
  try {
    const offsets = await Promise.all(
      ALL_TOPICS.map((topic) => admin.fetchTopicOffsets(prefix + topic)),
    );
    return ALL_TOPICS.every((topic, i) => (offsets[i]?.length ?? 0) >= wanted(topic));
  } catch (error) {
    if (error instanceof kafkajs.KafkaJSProtocolError && error.retriable) return false;
    throw error;
  }
}

/** Partition counts of our topics that exist. */
async function partitionCounts(admin: Admin, prefix: string): Promise<Map<Topic, number>> {
  const names = new Set(await admin.listTopics());
  const present = ALL_TOPICS.filter((topic) => names.has(prefix + topic));
  if (present.length === 0) return new Map();
  const { topics } = await admin.fetchTopicMetadata({
    topics: present.map((topic) => prefix + topic),
  });
  return new Map(
    topics.map(({ name, partitions }) => [name.slice(prefix.length) as Topic, partitions.length]),
  );
}

/**
 * The newest record of a one-partition topic, or undefined when it is empty: tells the node from
 * which height it must send blocks again after a crash.
 */
export async function lastMessage(
  kafka: KafkaClient,
  topic: Topic,
  timeoutMs = 30_000,
): Promise<IncomingMessage | undefined> {
  const newest = await withAdmin(kafka, async (admin) => {
    const offsets = await admin.fetchTopicOffsets(kafka.topicPrefix + topic);
    if (offsets.length !== 1) throw new Error(`${topic} has ${offsets.length} partitions, not 1`);
    const { high, low } = offsets[0]!;
    return BigInt(high) > BigInt(low) ? BigInt(high) - 1n : undefined;
  });
  if (newest === undefined) return undefined;
  const groupId = `${kafka.topicPrefix}last-message-${randomUUID()}`;
  const message = await recordAt(kafka, topic, newest, groupId, timeoutMs);
  await withAdmin(kafka, (admin) => admin.deleteGroups([groupId]));
  return message;
}

/** Reads one record of partition 0 through a group of its own. */
async function recordAt(
  kafka: KafkaClient,
  topic: Topic,
  offset: bigint,
  groupId: string,
  timeoutMs: number,
): Promise<IncomingMessage> {
  const consumer = kafka.raw.consumer({
    groupId,
    allowAutoTopicCreation: false,
    maxWaitTimeInMs: 50,
    retry: { restartOnFailure: async () => false },
  });
  const timeout = new AbortController();
  try {
    await consumer.connect();
    const name = kafka.topicPrefix + topic;
    await consumer.subscribe({ topics: [name], fromBeginning: false });
    const found = new Promise<IncomingMessage>((resolve, reject) => {
      consumer.on(consumer.events.CRASH, ({ payload }) => reject(payload.error));
      const eachMessage = async ({ partition, message }: EachMessagePayload) =>
        resolve(toIncoming(topic, partition, message));
      consumer.run({ autoCommit: false, eachMessage }).catch(reject);
      consumer.seek({ topic: name, partition: 0, offset: String(offset) });
    });
    const result = await Promise.race([found, sleep(timeoutMs, timeout.signal)]);
    if (result === undefined) throw new Error(`no answer from ${topic} within ${timeoutMs} ms`);
    return result;
  } finally {
    timeout.abort();
    await consumer.disconnect();
  }
}

/** Next offset of every partition of a topic, in partition order. */
export function nextOffsets(kafka: KafkaClient, topic: Topic): Promise<bigint[]> {
  return withAdmin(kafka, async (admin) => {
    const offsets = await admin.fetchTopicOffsets(kafka.topicPrefix + topic);
    return offsets.sort((a, b) => a.partition - b.partition).map(({ high }) => BigInt(high));
  });
}

/** Deletes all records of a topic, with the retries of indexer.md §3.4. */
export async function clearTopic(
  kafka: KafkaClient,
  topic: Topic,
  { attempts = 3, retryMs = 3_000 } = {},
): Promise<void> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      await withAdmin(kafka, async (admin) => {
        const offsets = await admin.fetchTopicOffsets(kafka.topicPrefix + topic);
        const partitions = offsets.map(({ partition }) => ({ partition, offset: "-1" }));
        await admin.deleteTopicRecords({ topic: kafka.topicPrefix + topic, partitions });
      });
      return;
    } catch (error) {
      if (attempt + 1 >= attempts) throw error;
      await sleep(2 ** attempt * retryMs);
    }
  }
}
