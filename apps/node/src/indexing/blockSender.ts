import {
  createProducer,
  type KafkaClient,
  lastMessage,
  type OrderedProducer,
  sleep,
} from "@perpetua/messaging";
import { indexerManager } from "@perpetua/protocol";
import { AppError, describeError, hasCode, type Logger } from "@perpetua/telemetry";
import type { Chain } from "../chain/chain.js";

const TOPIC = "to-ender";
/** Blocks handed to the producer before their acknowledgement is awaited. */
const WINDOW = 64;
const RETRY_MS = 1_000;
const OTHER_CHAIN = "OTHER_CHAIN";

/**
 * Sends block messages to `to-ender`, each at least once and in order of height. It needs no memory
 * of its own: what the broker has is asked from
 * the broker, what is missing is read from the block log (design.md §2, promise 4).
 */
export class BlockSender {
  private next = 0;
  private wake: () => void = () => undefined;
  private running: Promise<void> | undefined;
  private readonly stopping = new AbortController();
  private producer: OrderedProducer | undefined;
  /** Where the chain stood when this process began. */
  private readonly firstHeight: number;
  /** New blocks may go; resolves at the latest when the sender stops. */
  private readonly opened: Promise<void>;

  /**
   * @param announced The orders that the start rebuilt are with the broker. Blocks that this
   * process makes wait for it: ender removes orders for them, and a removal must not be overtaken
   * by the placement of what it removes.
   */
  constructor(
    private readonly kafka: KafkaClient,
    private readonly chain: Chain,
    private readonly logger: Logger,
    announced: Promise<void> = Promise.resolve(),
  ) {
    this.firstHeight = chain.height;
    const stopped = new Promise<void>((resolve) => {
      this.stopping.signal.addEventListener("abort", () => resolve(), { once: true });
    });
    this.opened = Promise.race([announced, stopped]);
    chain.subscribe({ onBlock: () => this.wake() });
  }

  start(): void {
    this.running = this.run();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    this.wake();
    await this.running;
    await this.producer?.close(2_000);
  }

  /** Blocks that the broker has not acknowledged yet. */
  get lag(): number {
    return Math.max(0, this.chain.height + 1 - this.next);
  }

  get healthy(): boolean {
    return this.producer?.healthy ?? false;
  }

  /** Why nothing is sent at present. */
  fault: string | undefined;

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      try {
        this.next = await this.firstMissingHeight();
        this.fault = undefined;
        this.producer = createProducer(this.kafka);
        this.logger.info({ from: this.next }, "sending blocks to the indexer");
        await this.sendForever(this.producer);
      } catch (error) {
        this.report(error);
        await this.producer?.close(0);
        this.producer = undefined;
        await sleep(RETRY_MS, signal);
      }
    }
  }

  /** One line per fault, not per try: what needs a person may last. */
  private report(error: unknown): void {
    const text = describeError(error);
    if (text === this.fault) return;
    this.fault = text;
    if (hasCode(error, OTHER_CHAIN)) this.logger.error(`no blocks are sent: ${text}`);
    else this.logger.warn({ err: error }, `block sender: ${text}; trying again`);
  }

  private async firstMissingHeight(): Promise<number> {
    const newest = await lastMessage(this.kafka, TOPIC);
    if (newest?.value === undefined) return 0;
    const { height } = indexerManager.IndexerTendermintBlock.decode(newest.value);
    const own = this.chain.log.height;
    // A block is on disk before it is sent: those of this chain are here, and equal.
    if (height > own) throw otherChain(`holds block ${height} and this chain is at ${own}`);
    if (!Buffer.from(newest.value).equals(this.messageAt(height))) {
      throw otherChain(`holds another block ${height} than this chain made`);
    }
    return height + 1;
  }

  private async sendForever(producer: OrderedProducer): Promise<void> {
    while (!this.stopping.signal.aborted) {
      const to = Math.min(this.chain.log.height, this.next + WINDOW - 1);
      if (this.next > to) {
        await new Promise<void>((resolve) => {
          this.wake = resolve;
          if (this.next <= this.chain.log.height || this.stopping.signal.aborted) resolve();
        });
        continue;
      }
      if (to > this.firstHeight) {
        await this.opened;
        if (this.stopping.signal.aborted) return;
      }
      const messages = [];
      for (let height = this.next; height <= to; height++)
        messages.push({ value: this.messageAt(height) });
      await producer.sendInOrder(TOPIC, messages);
      this.next = to + 1;
    }
  }

  private messageAt(height: number): Uint8Array {
    if (height === 0) return this.chain.genesisMessage;
    const record = this.chain.log.read(height);
    if (record === undefined) throw new Error(`block ${height} is no longer in the log`);
    return record.indexerBlock;
  }
}

function otherChain(what: string): AppError {
  const advice = "the indexer belongs to another home: put that one back, or start with --fresh";
  return new AppError(OTHER_CHAIN, `${TOPIC} ${what}; ${advice}`);
}
