import { AppError } from "@perpetua/telemetry";
import { z } from "zod";
import type { Environment } from "../env.js";

const integer = z.string().regex(/^\d+$/, "must be a whole number").transform(Number);

export const exchangesSchema = z.object({
  PERPETUA_BIND: z.string().default("127.0.0.1").describe("address that servers listen on"),
  EXCHANGES_PORT: integer.prefault("3010").describe("port of the simulated exchanges"),
  EXCHANGES_SEED: integer.prefault("20261125").describe("seed of the simulated market"),
  PERPETUA_GENESIS: z
    .string()
    .optional()
    .describe("genesis file whose markets are quoted (default: the local network)"),
});

export interface ExchangesOptions {
  readonly bind: string;
  readonly port: number;
  readonly seed: number;
  readonly genesisFile: string | undefined;
}

export function exchangesOptions(environment: Environment): ExchangesOptions {
  const parsed = exchangesSchema.safeParse(environment);
  if (!parsed.success) {
    const text = parsed.error.issues.map((i) => `${i.path.join(".")} ${i.message}`).join("; ");
    throw new AppError("BAD_OPTION", text);
  }
  const o = parsed.data;
  return {
    bind: o.PERPETUA_BIND,
    port: o.EXCHANGES_PORT,
    seed: o.EXCHANGES_SEED,
    genesisFile: o.PERPETUA_GENESIS || undefined,
  };
}
