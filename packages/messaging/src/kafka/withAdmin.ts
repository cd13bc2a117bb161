import type { Admin } from "kafkajs";
import type { KafkaClient } from "./client.js";

/** Runs `work` with a connected admin client and always disconnects it. */
export async function withAdmin<T>(
  kafka: KafkaClient,
  work: (admin: Admin) => Promise<T>,
): Promise<T> {
  const admin = kafka.raw.admin();
  await admin.connect();
  try {
    return await work(admin);
  } finally {
    await admin.disconnect();
  }
}
