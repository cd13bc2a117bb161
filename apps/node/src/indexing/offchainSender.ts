import { createProducer, type KafkaClient, type OrderedProducer } from "@perpetua/messaging";
import { offChainUpdates, orderIdHash } from "@perpetua/protocol";
import { describeError, type Logger } from "@perpetua/telemetry";
import type { Chain } from "../chain/chain.js";

const TOPIC = "to-vulcan";

/**
 * Sends order updates to `to-vulcan` as they happen, in order. They describe the node's own view of
 * its books, which dies with the node;
 * so they wait in memory while the broker is away, up to the producer's bound.
 */
export class OffchainSender {
  private readonly producer: OrderedProducer;
  private dropped = 0;

  constructor(
    kafka: KafkaClient,
    chain: Chain,
    private readonly logger: Logger,
  ) {
    this.producer = createProducer(kafka);
    chain.subscribe({ onOffchain: (messages) => this.send(messages) });
  }

  private send(
    messages: Parameters<NonNullable<Parameters<Chain["subscribe"]>[0]["onOffchain"]>>[0],
  ): void {
    const batch = messages.map(({ key, message, txHash }) => ({
      key: orderIdHash(key),
      value: offChainUpdates.OffChainUpdateV1.encode(message).finish(),
      ...(txHash === undefined ? {} : { headers: { TransactionHash: Buffer.from(txHash, "hex") } }),
    }));
    this.producer.sendInOrder(TOPIC, batch).catch((error: unknown) => {
      this.dropped += batch.length;
      this.logger.error(
        { err: error, dropped: this.dropped },
        `order updates lost: ${describeError(error)}`,
      );
    });
  }

  get healthy(): boolean {
    return this.producer.healthy;
  }

  get pending(): number {
    return this.producer.pendingMessages;
  }

  stop(): Promise<void> {
    return this.producer.close(2_000);
  }
}
