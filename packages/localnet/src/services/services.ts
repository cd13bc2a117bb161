import { kafka } from "./kafka/kafka.js";
import { postgres } from "./postgres/postgres.js";
import { redis } from "./redis/redis.js";
import type { Service, ServiceName } from "./types.js";

/** The servers that localnet can provision. */
export const SERVICES: Readonly<Record<ServiceName, Service>> = { postgres, redis, kafka };
