import { AppError } from "@perpetua/telemetry";
import { z } from "zod";
import type { Environment } from "../env.js";
import { LOCAL_FAUCET_MNEMONIC, TEST_ACCOUNT_MNEMONIC } from "../genesis/localGenesis.js";

const integer = z.string().regex(/^\d+$/, "must be a whole number").transform(Number);

export const faucetSchema = z.object({
  PERPETUA_PORT_OFFSET: integer.prefault("0").describe("added to every default port"),
  PERPETUA_BIND: z.string().default("127.0.0.1").describe("address that servers listen on"),
  FAUCET_MNEMONIC: z
    .string()
    .optional()
    .describe("account that pays (default: the local faucet, else a test account)"),
  FAUCET_MAX_USDC: integer.prefault("1000000").describe("most USDC that one request gets"),
  NODE_RPC_URL: z.string().optional().describe("CometBFT RPC of the node"),
  NODE_REST_URL: z.string().optional().describe("REST (LCD) of the node"),
  OPS_PORT: integer.optional().describe("port of /metrics and /health/*"),
  LOG_LEVEL: z
    .enum(["trace", "debug", "info", "warn", "error", "fatal", "silent"])
    .default("info")
    .describe("least severe level that is logged"),
});

export interface FaucetOptions {
  readonly bind: string;
  readonly port: number;
  readonly opsPort: number;
  /** Candidates in order of preference: the first that exists on the chain pays. */
  readonly mnemonics: readonly string[];
  readonly maxUsdc: number;
  readonly rpcUrl: string;
  readonly restUrl: string;
  readonly logLevel: z.infer<typeof faucetSchema>["LOG_LEVEL"];
}

export function faucetOptions(environment: Environment): FaucetOptions {
  const parsed = faucetSchema.safeParse(environment);
  if (!parsed.success) {
    const text = parsed.error.issues.map((i) => `${i.path.join(".")} ${i.message}`).join("; ");
    throw new AppError("BAD_OPTION", text);
  }
  const o = parsed.data;
  const port = (base: number) => base + o.PERPETUA_PORT_OFFSET;
  return {
    bind: o.PERPETUA_BIND,
    port: port(3001),
    opsPort: o.OPS_PORT ?? port(9101),
    mnemonics:
      o.FAUCET_MNEMONIC === undefined
        ? [LOCAL_FAUCET_MNEMONIC, TEST_ACCOUNT_MNEMONIC]
        : [o.FAUCET_MNEMONIC],
    maxUsdc: o.FAUCET_MAX_USDC,
    rpcUrl: o.NODE_RPC_URL ?? `http://127.0.0.1:${port(26657)}`,
    restUrl: o.NODE_REST_URL ?? `http://127.0.0.1:${port(1317)}`,
    logLevel: o.LOG_LEVEL,
  };
}
