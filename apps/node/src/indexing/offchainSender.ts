import {
  createProducer,
  type KafkaClient,
  type OrderedProducer,
  ProducerError,
} from "@perpetua/messaging";
import { offChainUpdates, orderIdHash } from "@perpetua/protocol";
import { describeError, type Logger } from "@perpetua/telemetry";
import type { Chain, OffchainMessages } from "../chain/chain.js";

const TOPIC = "to-vulcan";

/**
 * Sends order updates to `to-vulcan` as they happen, in order. They describe the node's own view of
 * its books and wait in memory while the broker is away, up to the producer's bound. What a process
 * did not get rid of before it died, the next one makes up for: it begins with all orders that it
 * found in the state, placed and with their totals.
 */
export class OffchainSender {
  private readonly producer: OrderedProducer;
  private dropped = 0;
  /** Resolves when the broker has what the start rebuilt. */
  readonly announced: Promise<void>;

  constructor(
    kafka: KafkaClient,
    chain: Chain,
    private readonly logger: Logger,
  ) {
    this.producer = createProducer(kafka);
    this.announced = this.send(chain.rebuilt);
    chain.subscribe({ onOffchain: (messages) => void this.send(messages) });
  }

  /** Never rejects: what cannot be sent is counted and logged. */
  private async send(messages: OffchainMessages): Promise<void> {
    const batch = messages.map(({ key, message, txHash }) => ({
      key: orderIdHash(key),
      value: offChainUpdates.OffChainUpdateV1.encode(message).finish(),
      ...(txHash === undefined ? {} : { headers: { TransactionHash: Buffer.from(txHash, "hex") } }),
    }));
    try {
      await this.producer.sendInOrder(TOPIC, batch);
    } catch (error) {
      this.dropped += batch.length;
      // The next start tells of every order that survives it.
      if (error instanceof ProducerError && error.code === "CLOSED") return;
      this.logger.error(
        { err: error, dropped: this.dropped },
        `order updates lost: ${describeError(error)}`,
      );
    }
  }

  get healthy(): boolean {
    return this.producer.healthy;
  }

  get pending(): number {
    return this.producer.pendingMessages;
  }

  async stop(): Promise<void> {
    await this.producer.close(2_000);
    const { dropped } = this;
    if (dropped > 0) this.logger.warn({ dropped }, "order updates did not reach the indexer");
  }
}
