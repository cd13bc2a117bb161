import { type KafkaOptions, kafkaOptions } from "../../src/index.js";

/** Real servers for the tests: those of the environment, which `npm test` provisions. */
export const redisUrl = process.env.REDIS_URL ?? "redis://127.0.0.1:36382";

export function testKafkaOptions(clientId: string): KafkaOptions {
  const brokers = process.env.KAFKA_BROKERS ?? "127.0.0.1:39095";
  return kafkaOptions(clientId, { KAFKA_BROKERS: brokers }, { waitMaxTimeMs: 50 });
}
