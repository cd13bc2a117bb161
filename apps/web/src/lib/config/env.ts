import { z } from "zod";
import { BASE_PORTS, type PublicConfig, type ServiceName } from "./publicConfig";

/**
 * The only reader of `process.env` in the web app. Read at request time on the server, so that one
 * build serves any offset, host and network (contract.md, ports).
 */
const environment = z.object({
  PERPETUA_PORT_OFFSET: z.coerce.number().int().min(0).max(60_000).default(0),
  PERPETUA_WEB_TRPC_URL: z.url().optional(),
  PERPETUA_WEB_SOCKET_URL: z.url().optional(),
  PERPETUA_WEB_RPC_URL: z.url().optional(),
  PERPETUA_WEB_LCD_URL: z.url().optional(),
  PERPETUA_WEB_FAUCET_URL: z.union([z.url(), z.literal("off")]).optional(),
  PERPETUA_CHAIN_ID: z.string().min(1).default("localdydxprotocol"),
  PERPETUA_NETWORK_NAME: z.string().min(1).default("Local network"),
  // "auto" says nothing about what is in use; "file:PATH" is a file.
  PERPETUA_PRICES: z
    .string()
    .nullable()
    .transform(
      (text) => (["sim", "live", "file"] as const).find((mode) => text?.startsWith(mode)) ?? null,
    ),
});

const VERSION = "0.1";

export function readPublicConfig(env: Readonly<NodeJS.ProcessEnv> = process.env): PublicConfig {
  const given = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value !== ""),
  );
  const values = environment.parse({ ...given, PERPETUA_PRICES: given.PERPETUA_PRICES ?? null });
  const ports = Object.fromEntries(
    Object.entries(BASE_PORTS).map(([name, port]) => [name, port + values.PERPETUA_PORT_OFFSET]),
  ) as Record<ServiceName, number>;
  const faucet = values.PERPETUA_WEB_FAUCET_URL;
  if (faucet === "off") ports.faucet = 0;
  const urls: PublicConfig["urls"] = {
    ...(values.PERPETUA_WEB_TRPC_URL && { trpc: values.PERPETUA_WEB_TRPC_URL }),
    ...(values.PERPETUA_WEB_SOCKET_URL && { socket: values.PERPETUA_WEB_SOCKET_URL }),
    ...(values.PERPETUA_WEB_RPC_URL && { rpc: values.PERPETUA_WEB_RPC_URL }),
    ...(values.PERPETUA_WEB_LCD_URL && { lcd: values.PERPETUA_WEB_LCD_URL }),
    ...(faucet && faucet !== "off" && { faucet }),
  };
  return {
    ports,
    urls,
    chainId: values.PERPETUA_CHAIN_ID,
    networkName: values.PERPETUA_NETWORK_NAME,
    prices: values.PERPETUA_PRICES,
    version: VERSION,
  };
}
