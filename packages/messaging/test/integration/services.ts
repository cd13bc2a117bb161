import { startTestServices } from "@perpetua/localnet";
import { type KafkaOptions, kafkaOptions } from "../../src/index.js";

/** Real servers, shared with other suites: own topics, own Redis database. */
export const services = await startTestServices();

export function testKafkaOptions(clientId: string): KafkaOptions {
  const environment = {
    KAFKA_BROKERS: services.kafkaBrokers,
    KAFKA_TOPIC_PREFIX: services.topicPrefix,
  };
  return kafkaOptions(clientId, environment, { waitMaxTimeMs: 50 });
}
