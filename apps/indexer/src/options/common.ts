import { z } from "zod";
import { type Environment, integer, readOptions, url } from "./options.js";

/** Ports of contract.md before PERPETUA_PORT_OFFSET. */
const POSTGRES_PORT = 5435;
const REDIS_PORT = 6382;
const KAFKA_PORT = 9095;
const NODE_OPS_PORT = 9100;

/** Ops port of each service within 9100–9119, as localnet hands them out; 9100 is the node's. */
const OPS_PORTS: Readonly<Record<string, number>> = {
  ender: 9102,
  vulcan: 9103,
  comlink: 9104,
  socks: 9105,
  roundtable: 9106,
  all: 9111,
};

const databaseUrl = () => url(/^postgres(ql)?$/, "postgresql://user:password@host:5432/name");

export const commonSchema = z.object({
  PERPETUA_PORT_OFFSET: integer().default(0).describe("added to every default port"),
  PERPETUA_BIND: z.string().default("127.0.0.1").describe("address that servers listen on"),
  DATABASE_URL: databaseUrl().optional().describe("primary Postgres"),
  DATABASE_READ_URL: databaseUrl().optional().describe("read replica (default: the primary)"),
  DATABASE_POOL_MAX: integer().default(10).describe("most connections per pool"),
  REDIS_URL: url(/^rediss?$/, "redis://host:6379")
    .optional()
    .describe("Redis"),
  KAFKA_BROKERS: z
    .string()
    .regex(/^[^\s,]+:\d+(,[^\s,]+:\d+)*$/, "must be host:port, several separated by commas")
    .optional()
    .describe("comma-separated brokers"),
  NODE_OPS_URL: url(/^https?$/, "http://host:9100")
    .optional()
    .describe("ops address of the node, for GET /events"),
  OPS_PORT: integer().optional().describe("port of /metrics and /health/*"),
  LOG_LEVEL: z
    .enum(["trace", "debug", "info", "warn", "error", "fatal", "silent"])
    .default("info")
    .describe("least severe level that is logged"),
});

/** What every service needs to know, with defaults filled in. */
export interface CommonOptions {
  readonly portOffset: number;
  readonly bind: string;
  readonly databaseUrl: string;
  readonly databaseReadUrl: string | undefined;
  readonly databasePoolMax: number;
  readonly redisUrl: string;
  readonly kafkaBrokers: string;
  readonly nodeOpsUrl: string;
  readonly opsPort: number;
  readonly logLevel: z.infer<typeof commonSchema>["LOG_LEVEL"];
}

/** Reads the shared variables for one service (or `all`). */
export function commonOptions(service: string, environment: Environment): CommonOptions {
  const read = readOptions(commonSchema, environment);
  const offset = read.PERPETUA_PORT_OFFSET;
  const local = (port: number) => `127.0.0.1:${port + offset}`;
  return {
    portOffset: offset,
    bind: read.PERPETUA_BIND,
    databaseUrl:
      read.DATABASE_URL ?? `postgresql://perpetua:perpetua@${local(POSTGRES_PORT)}/perpetua`,
    databaseReadUrl: read.DATABASE_READ_URL,
    databasePoolMax: read.DATABASE_POOL_MAX,
    redisUrl: read.REDIS_URL ?? `redis://${local(REDIS_PORT)}`,
    kafkaBrokers: read.KAFKA_BROKERS ?? local(KAFKA_PORT),
    nodeOpsUrl: read.NODE_OPS_URL ?? `http://${local(NODE_OPS_PORT)}`,
    opsPort: read.OPS_PORT ?? (OPS_PORTS[service] ?? 0) + offset,
    logLevel: read.LOG_LEVEL,
  };
}
