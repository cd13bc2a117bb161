import { join, resolve } from "node:path";
import { AppError } from "@perpetua/telemetry";
import { z } from "zod";
import type { Environment } from "../env.js";
import type { LocalEpochs } from "../genesis/localGenesis.js";

const integer = z.string().regex(/^\d+$/, "must be a whole number").transform(Number);

/** Every option of the node with what it means; `--help` lists them. */
export const nodeSchema = z.object({
  PERPETUA_HOME: z.string().default(".perpetua").describe("folder of all data"),
  PERPETUA_PORT_OFFSET: integer.prefault("0").describe("added to every default port"),
  PERPETUA_BIND: z.string().default("127.0.0.1").describe("address that servers listen on"),
  PERPETUA_GENESIS: z
    .string()
    .optional()
    .describe("Cosmos genesis file (default: the local network)"),
  PERPETUA_EPOCHS: z
    .enum(["normal", "fast"])
    .optional()
    .describe("epochs of a new local network; fast: funding every minute, samples every 10 s"),
  PERPETUA_PRICES: z
    .string()
    .regex(/^(sim|live|auto|file:.+)$/, "must be sim, live, auto or file:PATH")
    .default("auto")
    .describe("oracle source"),
  PERPETUA_ETH_RPC: z.string().optional().describe("Ethereum node for the bridge daemon"),
  PERPETUA_EXCHANGES_URL: z
    .url({ protocol: /^https?$/, error: "must be an http(s) URL" })
    .optional()
    .describe("server that speaks the exchanges' APIs in their place (see `node exchanges`)"),
  KAFKA_TOPIC_PREFIX: z.string().default("").describe("put before every topic's name"),
  KAFKA_BROKERS: z
    .string()
    .regex(/^([^\s,]+:\d+(,[^\s,]+:\d+)*)?$/, "must be host:port, several separated by commas")
    .optional()
    .describe("comma-separated brokers; empty = no indexer"),
  BLOCK_INTERVAL_MS: integer.prefault("500").describe("time between blocks"),
  SNAPSHOT_EVERY: integer.prefault("1000").describe("blocks between state snapshots"),
  VERIFY_WORKERS: integer.prefault("1").describe("threads that verify signatures"),
  OPS_PORT: integer.optional().describe("port of /metrics, /health/* and /events"),
  LOG_LEVEL: z
    .enum(["trace", "debug", "info", "warn", "error", "fatal", "silent"])
    .default("info")
    .describe("least severe level that is logged"),
});

export interface NodeOptions {
  readonly home: string;
  readonly bind: string;
  readonly genesisFile: string | undefined;
  /** Undefined: whatever the chain was started with. */
  readonly epochs: LocalEpochs | undefined;
  readonly prices: string;
  readonly ethRpcUrl: string | undefined;
  readonly exchangesUrl: string | undefined;
  readonly kafkaBrokers: readonly string[];
  readonly kafkaTopicPrefix: string;
  readonly blockIntervalMs: number;
  readonly snapshotEvery: number;
  readonly verifyWorkers: number;
  readonly ports: {
    readonly rpc: number;
    readonly rest: number;
    readonly grpc: number;
    readonly streaming: number;
    readonly ops: number;
    readonly faucet: number;
  };
  readonly logLevel: z.infer<typeof nodeSchema>["LOG_LEVEL"];
}

/** Reads and validates the options; an error names the variable and the rule. */
export function nodeOptions(environment: Environment): NodeOptions {
  const parsed = nodeSchema.safeParse(environment);
  if (!parsed.success) {
    const text = parsed.error.issues.map((i) => `${i.path.join(".")} ${i.message}`).join("; ");
    throw new AppError("BAD_OPTION", text);
  }
  const o = parsed.data;
  const port = (base: number) => base + o.PERPETUA_PORT_OFFSET;
  return {
    home: join(resolve(o.PERPETUA_HOME), "node"),
    bind: o.PERPETUA_BIND,
    genesisFile: o.PERPETUA_GENESIS || undefined,
    epochs: o.PERPETUA_EPOCHS,
    prices: o.PERPETUA_PRICES,
    ethRpcUrl: o.PERPETUA_ETH_RPC || undefined,
    exchangesUrl: o.PERPETUA_EXCHANGES_URL,
    kafkaTopicPrefix: o.KAFKA_TOPIC_PREFIX,
    kafkaBrokers: (o.KAFKA_BROKERS ?? "").split(",").filter((b) => b !== ""),
    blockIntervalMs: o.BLOCK_INTERVAL_MS,
    snapshotEvery: o.SNAPSHOT_EVERY,
    verifyWorkers: o.VERIFY_WORKERS,
    ports: {
      rpc: port(26657),
      rest: port(1317),
      grpc: port(9090),
      streaming: port(9092),
      ops: o.OPS_PORT ?? port(9100),
      faucet: port(3001),
    },
    logLevel: o.LOG_LEVEL,
  };
}
