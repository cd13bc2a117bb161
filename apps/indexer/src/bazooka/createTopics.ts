import { createKafka, ensureTopics, kafkaOptions, waitForKafka } from "@perpetua/messaging";
import { AppError } from "@perpetua/telemetry";
import { z } from "zod";
import { commonOptions } from "../options/common.js";
import { type Environment, integer, readOptions } from "../options/options.js";

const schema = z.object({
  KAFKA_REPLICATION_FACTOR: integer().default(1).describe("copies of each partition"),
});

/** Creates the topics that are missing and grows those with too few partitions. */
export async function createTopics(environment: Environment): Promise<void> {
  const { kafkaBrokers } = commonOptions("bazooka", environment);
  const { KAFKA_REPLICATION_FACTOR } = readOptions(schema, environment);
  const kafka = createKafka(
    kafkaOptions("bazooka", { ...environment, KAFKA_BROKERS: kafkaBrokers }),
  );
  try {
    await waitForKafka(kafka);
  } catch (cause) {
    const text = `no broker answers at ${kafkaBrokers} (KAFKA_BROKERS)`;
    throw new AppError("KAFKA_UNREACHABLE", text, { cause });
  }
  const changes = await ensureTopics(kafka, { replicationFactor: KAFKA_REPLICATION_FACTOR });
  process.stdout.write(
    `topics: ${changes.created.length} created, ${changes.grown.length} grown\n`,
  );
}
