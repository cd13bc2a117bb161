import { applyMigrations, createDatabase, type Database } from "@perpetua/db";
import { startTestServices } from "@perpetua/localnet";
import { closeRedis, connectRedis, type OutgoingMessage, type Topic } from "@perpetua/messaging";
import { createSilentLogger } from "@perpetua/telemetry";
import type { TaskContext } from "../../../src/roundtable/task.js";

/** Jobs on real Postgres and Redis, with a clock of their own and what they send in memory. */
export interface RoundtableWorld {
  readonly context: TaskContext;
  readonly database: Database;
  readonly stores: { readonly databaseUrl: string; readonly redisUrl: string };
  nowMs: number;
  readonly counts: Map<string, number>;
  /** What was sent on a topic since the last call. */
  takeSent(topic: Topic): OutgoingMessage[];
  stop(): Promise<void>;
}

export async function startRoundtableWorld(): Promise<RoundtableWorld> {
  const services = await startTestServices();
  await applyMigrations(services.databaseUrl);
  const database = createDatabase({ url: services.databaseUrl });
  const redis = await connectRedis({ url: services.redisUrl });
  const sent = new Map<Topic, OutgoingMessage[]>();
  const counts = new Map<string, number>();
  const world: RoundtableWorld = {
    nowMs: Date.now(),
    database,
    stores: services,
    counts,
    context: {
      database,
      redis,
      producer: {
        sendInOrder: async (topic, messages) => {
          sent.set(topic, [...(sent.get(topic) ?? []), ...messages]);
        },
      },
      logger: createSilentLogger(),
      nowMs: () => world.nowMs,
      count: (event, amount = 1) => counts.set(event, (counts.get(event) ?? 0) + amount),
    },
    takeSent: (topic) => {
      const messages = sent.get(topic) ?? [];
      sent.delete(topic);
      return messages;
    },
    stop: async () => {
      await closeRedis(redis);
      await database.close();
      await services.stop();
    },
  };
  return world;
}
