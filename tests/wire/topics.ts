import { setTimeout as sleep } from "node:timers/promises";
import {
  createKafka,
  kafkaOptions,
  nextOffsets,
  runConsumer,
  type Topic,
} from "@perpetua/messaging";

const TIMEOUT_MS = 60_000;

/** All values that a topic holds now, in order within each partition. */
export async function valuesOf(brokers: string, topic: Topic): Promise<Uint8Array[]> {
  const options = kafkaOptions("wire", { KAFKA_BROKERS: brokers });
  const kafka = createKafka(options);
  const ends = await nextOffsets(kafka, topic);
  const total = ends.reduce((sum, end) => sum + Number(end), 0);
  const values: Uint8Array[] = [];
  const consumer = runConsumer(kafka, {
    topics: [topic],
    groupId: `wire_${process.pid}_${topic}`,
    fromBeginning: true,
    options,
    onMessages: async (messages) => {
      for (const { value } of messages) if (value !== undefined) values.push(value);
    },
  });
  const deadline = Date.now() + TIMEOUT_MS;
  while (values.length < total && Date.now() < deadline) await sleep(50);
  await consumer.stop();
  if (values.length < total) throw new Error(`${topic}: only ${values.length} of ${total} came`);
  return values;
}
