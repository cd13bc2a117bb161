import {
  applyMigrations,
  createDatabase,
  createDatabaseIfMissing,
  type Database,
} from "@perpetua/db";
import {
  closeRedis,
  connectRedis,
  Header,
  headerText,
  type OutgoingMessage,
  type RedisClient,
  Topic,
} from "@perpetua/messaging";
import { createSilentLogger } from "@perpetua/telemetry";
import { createEnder } from "../ender/createEnder.js";
import { createOrderStore, createVulcan, type Market, readMarkets } from "../vulcan/index.js";
import { compareRedis } from "./compareRedis.js";
import {
  compareLevelMessages,
  compareOrderMessages,
  compareRequeued,
} from "./compareVulcanSent.js";
import type { Difference } from "./difference.js";
import { MemoryProducer } from "./memoryProducer.js";
import { RecordedExpiry } from "./recordedClock.js";
import { type Checkpoint, type RecordedMessage, readCheckpoints, readTopic } from "./recording.js";

export interface ReplayVulcanOptions {
  /** A recording (layout: golden/README.md). */
  readonly folder: string;
  /** Name of the last checkpoint to compare; all of them when absent. */
  readonly until?: string | undefined;
  /** An empty database; it is created and migrated when missing. */
  readonly databaseUrl: string;
  /** An empty Redis database. */
  readonly redisUrl: string;
  readonly onProgress?: ((text: string) => void) | undefined;
}

export interface ReplayVulcanResult {
  /** Redis keys and messages that were compared. */
  readonly checked: number;
  readonly keys: number;
  readonly messages: number;
  readonly checkpoints: readonly string[];
  readonly differences: readonly Difference[];
}

/** An empty vulcan knew no market for 30 s: the first places were dropped (traps-indexer.md 30). */
const MARKETS_REFRESH_MS = 30_000;

/** Time between the last message of a checkpoint and its dump, at most. */
const DUMP_SLACK_MS = 20_000;

/**
 * Feeds the recorded `to-vulcan` to vulcan, with ender beside it, and compares Redis at every
 * checkpoint and everything that vulcan sends.
 */
export async function replayVulcan(options: ReplayVulcanOptions): Promise<ReplayVulcanResult> {
  await createDatabaseIfMissing(options.databaseUrl);
  await applyMigrations(options.databaseUrl);
  const database = createDatabase({ url: options.databaseUrl });
  const redis = await connectRedis({ url: options.redisUrl });
  try {
    return await replay(options, database, redis);
  } finally {
    await closeRedis(redis);
    await database.close();
  }
}

async function replay(
  { folder, until, onProgress }: ReplayVulcanOptions,
  database: Database,
  redis: RedisClient,
): Promise<ReplayVulcanResult> {
  const checkpoints = await readCheckpoints(folder, until);
  const last = checkpoints.at(-1);
  if (!last) throw new Error(`no checkpoints in ${folder}`);
  const blocks = (await readTopic(folder, Topic.toEnder)).slice(0, last.offsets[Topic.toEnder]);
  const effectTimes = await readTopic(folder, Topic.blockHeight);
  const logger = createSilentLogger();
  const producer = new MemoryProducer();
  const ender = createEnder({ database, redis, producer, logger });
  const vulcan = new VulcanReplay(database, redis, await readTopic(folder, Topic.toVulcan));
  await ender.start();

  let keys = 0;
  const differences: Difference[] = [];
  for (const [index, block] of blocks.entries()) {
    // A block takes effect at the time of its block-height message (traps-indexer.md 28).
    const effectMs = effectTimes[index]?.timestampMs ?? block.timestampMs;
    await vulcan.advance(effectMs);
    await ender.processBlock(block.value, block.timestampMs);
    await vulcan.adoptBlock(index, block.timestampMs, effectMs);
    for (const checkpoint of checkpoints.filter((c) => c.offsets[Topic.toEnder] === index + 1)) {
      await vulcan.advance(Number.POSITIVE_INFINITY, checkpoint.offsets[Topic.toVulcan]);
      await ender.flush();
      const compared = await compareRedis(redis, checkpoint, (key) => vulcan.mayHaveExpired(key));
      keys += compared.keys;
      differences.push(...compared.differences);
      onProgress?.(
        `${checkpoint.name}: ${compared.differences.length} of ${compared.keys} keys differ`,
      );
    }
  }
  const messages = await compareSent(folder, last, vulcan);
  return {
    checked: keys + messages.count,
    keys,
    messages: messages.count,
    checkpoints: checkpoints.map(({ name }) => name),
    differences: [...differences, ...messages.differences],
  };
}

/** Drives vulcan along the recorded clock. */
class VulcanReplay {
  readonly #sent = new Map<Topic, OutgoingMessage[]>();
  readonly #expiry: RecordedExpiry;
  readonly #vulcan;
  readonly #startMs: number;
  #markets: ReadonlyMap<number, Market> | undefined;
  #next = 0;
  #nowMs = 0;
  #height: number | undefined;
  /** Kafka time of the newest block that took effect. */
  #blockMs = 0;

  constructor(
    private readonly database: Database,
    redis: RedisClient,
    private readonly recorded: readonly RecordedMessage[],
  ) {
    this.#expiry = new RecordedExpiry(redis);
    this.#startMs = recorded[0]?.timestampMs ?? 0;
    this.#vulcan = createVulcan({
      redis,
      orders: createOrderStore(database),
      findMarket: (clobPairId) => this.#markets?.get(clobPairId),
      cachedHeight: () => this.#height,
      nowMs: () => this.#nowMs,
      publish: (topic, message) => {
        const list = this.#sent.get(topic);
        if (list) list.push(message);
        else this.#sent.set(topic, [message]);
      },
      log: createSilentLogger(),
      count: () => undefined,
      announceUnknownCancels: true,
    });
  }

  sent(topic: Topic): readonly OutgoingMessage[] {
    return this.#sent.get(topic) ?? [];
  }

  /** The dump of a checkpoint was made some seconds after its last message. */
  mayHaveExpired(key: string): boolean {
    return this.#expiry.isAboutToExpire(key, this.#nowMs, DUMP_SLACK_MS);
  }

  async adoptBlock(height: number, blockMs: number, nowMs: number): Promise<void> {
    this.#height = height;
    this.#blockMs = blockMs;
    await this.#expiry.adopt(nowMs);
  }

  /** Applies the recorded messages that came before a moment, and before an offset. */
  async advance(untilMs: number, untilOffset = Number.POSITIVE_INFINITY): Promise<void> {
    for (;;) {
      const message = this.recorded[this.#next];
      if (!message || message.timestampMs >= untilMs || message.offset >= untilOffset) return;
      // Ender's messages leave beside the block-height message, some a millisecond before it.
      if (causingBlockMs(message) > this.#blockMs) return;
      this.#nowMs = message.timestampMs;
      await this.#expiry.expire(this.#nowMs);
      if (this.#nowMs - this.#startMs > MARKETS_REFRESH_MS) {
        this.#markets ??= await readMarkets(this.database);
      }
      await this.#vulcan.processMessage(message);
      this.#next += 1;
    }
  }
}

/** Kafka time of the block that made ender send this message; 0 for those of others. */
function causingBlockMs({ headers }: RecordedMessage): number {
  return Number(headerText(headers, Header.messageReceivedTimestamp) ?? 0);
}

async function compareSent(folder: string, last: Checkpoint, vulcan: VulcanReplay) {
  const recorded = async (topic: Topic) =>
    (await readTopic(folder, topic)).filter(({ offset }) => offset < (last.offsets[topic] ?? 0));
  const books = await recorded(Topic.orderbooks);
  // A subaccount message comes from vulcan exactly if it has headers (indexer.md §3.1).
  const orders = (await recorded(Topic.subaccounts)).filter(({ headers }) => headers !== undefined);
  const updates = await recorded(Topic.toVulcan);
  return {
    count: books.length + orders.length + vulcan.sent(Topic.toVulcan).length,
    differences: [
      ...compareLevelMessages(books, vulcan.sent(Topic.orderbooks)),
      ...compareOrderMessages(orders, vulcan.sent(Topic.subaccounts)),
      ...compareRequeued(updates, vulcan.sent(Topic.toVulcan)),
    ],
  };
}
