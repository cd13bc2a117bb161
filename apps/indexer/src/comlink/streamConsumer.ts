import { randomUUID } from "node:crypto";
import type { RawMessage, StreamHub } from "@perpetua/api";
import {
  type KafkaClient,
  type KafkaOptions,
  type MessagingLog,
  type RunningConsumer,
  runConsumer,
  WEBSOCKET_TOPICS,
} from "@perpetua/messaging";

/**
 * Feeds the hub from the live topics; every process reads all of them, hence a group of its own.
 */
export function consumeStreams(
  kafka: KafkaClient,
  options: KafkaOptions,
  hub: StreamHub,
  log: MessagingLog,
): RunningConsumer {
  return runConsumer(kafka, {
    topics: WEBSOCKET_TOPICS,
    groupId: `comlink_${randomUUID()}`,
    // No other member ever joins: its partitions are read again at once after a broker's restart.
    ownGroup: true,
    fromBeginning: false,
    options,
    log,
    onMessages: async (messages) => {
      for (const message of messages) hub.ingest(message as RawMessage);
    },
  });
}
