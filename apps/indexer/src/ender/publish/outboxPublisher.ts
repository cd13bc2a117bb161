import { deleteOutbox, type Queryable, readOutbox } from "@perpetua/db";
import type { Logger } from "@perpetua/telemetry";
import { type BlockEffects, decodeEffects } from "./outboxCodec.js";

export interface OutboxDependencies {
  readonly db: Queryable;
  readonly logger: Logger;
  /** Resolves when the outside has everything; rejects when it is to be tried again later. */
  readonly deliver: (height: number, effects: BlockEffects) => Promise<void>;
}

/** Blocks that may wait for the broker before ender stops taking new ones. */
const MAX_PENDING = 64;
const READ_LIMIT = 100;

/**
 * Publishes committed blocks strictly in order and forgets them afterwards. A crash between the two
 * publishes a block again; none is ever lost (design.md §2.4).
 */
export class OutboxPublisher {
  readonly #deps: OutboxDependencies;
  #chain: Promise<void> = Promise.resolve();
  #pending = 0;
  /** Set once a delivery failed: later blocks must not overtake it. */
  #broken = false;

  constructor(deps: OutboxDependencies) {
    this.#deps = deps;
  }

  /** Blocks that were committed but are not yet acknowledged. */
  get pending(): number {
    return this.#pending;
  }

  /** True after a failed delivery, until `publishStored` has succeeded. */
  get broken(): boolean {
    return this.#broken;
  }

  /** Queues a block that was just committed; waits only when too many are queued. Never throws. */
  async enqueue(height: number, effects: BlockEffects): Promise<void> {
    this.#pending += 1;
    this.#chain = this.#chain.then(() => this.#publishQueued(height, effects));
    if (this.#pending > MAX_PENDING) await this.#chain;
  }

  /** Resolves when everything queued so far is done. */
  async flush(): Promise<void> {
    await this.#chain;
  }

  /** Publishes what the database still holds: after a start, and after a failed delivery. */
  async publishStored(): Promise<void> {
    await this.#chain;
    for (;;) {
      const rows = await readOutbox(this.#deps.db, READ_LIMIT);
      if (rows.length === 0) break;
      for (const row of rows) {
        await this.#publish(Number(row.blockHeight), decodeEffects(row.payload));
      }
    }
    this.#broken = false;
  }

  async #publishQueued(height: number, effects: BlockEffects): Promise<void> {
    try {
      if (!this.#broken) await this.#publish(height, effects);
    } catch (error) {
      this.#broken = true;
      this.#deps.logger.error({ err: error, height }, "publishing a block failed, will try again");
    } finally {
      this.#pending -= 1;
    }
  }

  async #publish(height: number, effects: BlockEffects): Promise<void> {
    await this.#deps.deliver(height, effects);
    await deleteOutbox(this.#deps.db, BigInt(height));
  }
}
