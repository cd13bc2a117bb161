import { fileURLToPath } from "node:url";
import { applyMigrations, createDatabase, type Database } from "@perpetua/db";
import { startTestServices, type TestServices } from "@perpetua/localnet";
import { closeRedis, connectRedis, type RedisClient, type Topic } from "@perpetua/messaging";
import { createSilentLogger } from "@perpetua/telemetry";
import { createEnder, type Ender, type EnderDependencies } from "../../../src/ender/createEnder.js";
import { readableMessage } from "../../../src/replay/compareMessages.js";
import { MemoryProducer } from "../../../src/replay/memoryProducer.js";

export const RECORDING = fileURLToPath(
  new URL("../../../../../packages/testkit/recordings/main", import.meta.url),
);

/** Ender on real Postgres and Redis, with what it sends kept in memory. */
export interface EnderWorld {
  readonly services: TestServices;
  readonly database: Database;
  readonly redis: RedisClient;
  readonly producer: MemoryProducer;
  /** A new ender over the same database, as after a restart. */
  restart(overrides?: Partial<EnderDependencies>): Promise<Ender>;
  stop(): Promise<void>;
}

export async function startWorld(): Promise<EnderWorld> {
  const services = await startTestServices();
  await applyMigrations(services.databaseUrl);
  const database = createDatabase({ url: services.databaseUrl });
  const redis = await connectRedis({ url: services.redisUrl });
  const producer = new MemoryProducer();
  return {
    services,
    database,
    redis,
    producer,
    restart: async (overrides = {}) => {
      const logger = createSilentLogger();
      const ender = createEnder({ database, redis, producer, logger, ...overrides });
      await ender.start();
      return ender;
    },
    stop: async () => {
      await closeRedis(redis);
      await database.close();
      await services.stop();
    },
  };
}

type SocketTopic = Exclude<Topic, "to-ender" | "to-vulcan">;

/** What was sent on a topic, with parsed contents. */
export function sentOn(producer: MemoryProducer, topic: SocketTopic) {
  return producer.sent(topic).map(({ value }) => readableMessage(topic, value));
}
