import { type Database, inTransaction, saveProgress } from "@perpetua/db";
import type { OrderedProducer, RedisClient } from "@perpetua/messaging";
import { AppError, type Logger } from "@perpetua/telemetry";
import { applyBlock, type BlockOptions, type EnderMemory } from "./applyBlock.js";
import type { FetchBlocks } from "./backfill.js";
import { loadCandles } from "./candles/updateCandles.js";
import { decodeBlock, decodeEnvelope } from "./decode/decodeBlock.js";
import { type EnderCache, redisCache } from "./enderCache.js";
import { loadReferenceData, type ReferenceData } from "./model/referenceData.js";
import { OutboxPublisher } from "./publish/outboxPublisher.js";
import { vaultAddresses } from "./vaultAddresses.js";

export interface EnderDependencies {
  readonly database: Database;
  readonly redis: RedisClient;
  readonly producer: Pick<OrderedProducer, "sendAllInOrder">;
  readonly logger: Logger;
  /** Where missing blocks come from; without it a gap fails until Kafka delivers them. */
  readonly fetchBlocks?: FetchBlocks | undefined;
  readonly skippedOrders?: readonly string[];
  /** False: nothing is sent to Kafka, `to-vulcan` included (SEND_WEBSOCKET_MESSAGES). */
  readonly sendMessages?: boolean;
  readonly onBlock?: (height: number, seconds: number) => void;
}

/** Under this name ender's next offset of `to-ender` stands in `consumer_progress`. */
export const ENDER_CONSUMER = "ender";

const NO_BLOCK = -1;

/** Consumes blocks in order of height; one instance per database (a second one only waits). */
export interface Ender {
  /** Loads the memory and publishes what an earlier run committed but did not publish. */
  start(): Promise<void>;
  /** Last committed height; −1 before genesis. */
  readonly height: number;
  readonly pendingBlocks: number;
  /**
   * Applies the block, or skips it when its height is committed already. `nextOffset` is stored
   * with
   * the rows: a restarted consumer goes on there.
   */
  processBlock(
    bytes: Uint8Array,
    timestampMs: number,
    nextOffset?: bigint,
  ): Promise<"applied" | "skipped">;
  /** Reads the mid prices that candles note (every ten seconds). */
  refreshMidPrices(): Promise<void>;
  /** Resolves when everything committed so far is published. */
  flush(): Promise<void>;
}

export function createEnder(dependencies: EnderDependencies): Ender {
  return new BlockProcessor(dependencies);
}

class BlockProcessor implements Ender {
  readonly #deps: EnderDependencies;
  readonly #options: BlockOptions;
  readonly #publisher: OutboxPublisher;
  readonly #cache: EnderCache;
  #memory: EnderMemory | undefined;
  height = NO_BLOCK;

  constructor(deps: EnderDependencies) {
    this.#deps = deps;
    this.#cache = redisCache(deps.redis);
    const vaults = vaultAddresses();
    this.#options = {
      isVault: (address) => vaults.has(address),
      skippedOrders: new Set(deps.skippedOrders ?? []),
    };
    this.#publisher = new OutboxPublisher({
      db: deps.database.pool,
      logger: deps.logger,
      deliver: async (height, { topics, funding }) => {
        // One after the other: a failed send must not leave the other half running beside a retry.
        if (deps.sendMessages !== false) await deps.producer.sendAllInOrder(topics);
        await this.#cache.applyFunding(height, funding);
      },
    });
  }

  get pendingBlocks(): number {
    return this.#publisher.pending;
  }

  async start(): Promise<void> {
    await this.#reload();
    await this.#publisher.publishStored();
  }

  async flush(): Promise<void> {
    await this.#publisher.flush();
    if (this.#publisher.broken) await this.#publisher.publishStored();
  }

  async processBlock(
    bytes: Uint8Array,
    timestampMs: number,
    nextOffset?: bigint,
  ): Promise<"applied" | "skipped"> {
    if (this.#publisher.broken) await this.#publisher.publishStored();
    const { height } = decodeEnvelope(bytes);
    if (height <= this.height) return "skipped";
    if (height !== this.height + 1) {
      // Another instance may have gone on; otherwise Kafka lost blocks (Q3: never drop any).
      await this.#reload();
      if (height <= this.height) return "skipped";
      await this.#backfill(height, timestampMs);
      if (height <= this.height) return "skipped";
    }
    await this.#apply(bytes, timestampMs, nextOffset);
    return "applied";
  }

  async refreshMidPrices(): Promise<void> {
    const memory = this.#memory;
    if (memory === undefined) return;
    const midPrices = await this.#readMidPrices(memory.reference);
    this.#memory = { ...this.#loaded(), midPrices };
  }

  async #apply(bytes: Uint8Array, timestampMs: number, nextOffset?: bigint): Promise<void> {
    const startedAt = performance.now();
    const memory = this.#loaded();
    try {
      const block = decodeBlock(bytes);
      const applied = await inTransaction(this.#deps.database.pool, async (tx) => {
        if (nextOffset !== undefined) await saveProgress(tx, ENDER_CONSUMER, nextOffset);
        return await applyBlock(tx, this.#cache, memory, block, timestampMs, this.#options);
      });
      applied.merge();
      this.height = block.height;
      for (const warning of applied.warnings) {
        this.#deps.logger.error({ height: block.height }, warning);
      }
      await this.#publisher.enqueue(block.height, applied.effects);
    } catch (error) {
      // A lost connection leaves open whether the block was committed: ask, and publish if it was.
      await this.#reload();
      await this.#publisher.publishStored();
      throw error;
    }
    this.#deps.onBlock?.(this.height, (performance.now() - startedAt) / 1_000);
  }

  /** Applies the blocks before `height` from the node's own log. */
  async #backfill(height: number, timestampMs: number): Promise<void> {
    const { fetchBlocks, logger } = this.#deps;
    const from = this.height + 1;
    if (height <= from) return;
    logger.warn({ from, to: height - 1 }, "blocks are missing, asking the node for them");
    // One answer holds a limited number of blocks; ask as long as they bring us on.
    for (let before = NO_BLOCK - 1; fetchBlocks !== undefined && this.height !== before; ) {
      before = this.height;
      if (before + 1 >= height) break;
      for await (const block of fetchBlocks(before + 1)) {
        if (block.height >= height) break;
        if (block.height === this.height + 1) await this.#apply(block.bytes, timestampMs);
      }
    }
    if (this.height + 1 !== height) {
      const fields = { expected: this.height + 1, got: height };
      throw new AppError("BLOCK_GAP", `block ${this.height + 1} is missing`, { fields });
    }
  }

  async #reload(): Promise<void> {
    const { pool } = this.#deps.database;
    const latest = await pool.query<{ height: bigint; time: Date }>(
      `SELECT "blockHeight" AS height, "time" FROM "blocks" ORDER BY "blockHeight" DESC LIMIT 1`,
    );
    const [row] = latest.rows;
    this.height = row === undefined ? NO_BLOCK : Number(row.height);
    const reference = await loadReferenceData(pool);
    this.#memory = {
      reference,
      candles: await loadCandles(pool, row?.time ?? new Date()),
      // The first candles after a start want them before the refresher's first turn.
      midPrices: this.#memory?.midPrices ?? (await this.#readMidPrices(reference)),
    };
  }

  #readMidPrices({ perpetuals }: ReferenceData): Promise<ReadonlyMap<string, string>> {
    return this.#cache.midPrices([...perpetuals.values()].map(({ ticker }) => ticker));
  }

  #loaded(): EnderMemory {
    if (this.#memory === undefined) throw new AppError("NOT_STARTED", "ender was not started");
    return this.#memory;
  }
}
