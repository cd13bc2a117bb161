/** What the server tells the browser at run time; nothing here is baked in at build time. */
export interface PublicConfig {
  ports: Record<ServiceName, number>;
  /** Absolute addresses that replace host + port when the operator sets them. */
  urls: Partial<Record<ServiceName, string>>;
  chainId: string;
  networkName: string;
  /** Where oracle prices come from; null when the operator did not say. */
  prices: "sim" | "live" | "file" | null;
  version: string;
}

export type ServiceName = "trpc" | "socket" | "rpc" | "lcd" | "faucet";

export interface Endpoints {
  trpc: string;
  socket: string;
  rpc: string;
  lcd: string;
  /** null on networks without a faucet. */
  faucet: string | null;
}

export const BASE_PORTS: Record<ServiceName, number> = {
  trpc: 3002,
  socket: 3003,
  rpc: 26657,
  lcd: 1317,
  faucet: 3001,
};

const PATHS: Record<ServiceName, string> = {
  trpc: "/trpc",
  socket: "/v4/ws",
  rpc: "",
  lcd: "",
  faucet: "",
};

/**
 * Addresses as the browser must use them: the same host name as the page (so that the page works
 * under any name), the configured ports, TLS when the page has TLS.
 */
export function resolveEndpoints(
  config: PublicConfig,
  page: { hostname: string; protocol: string },
): Endpoints {
  const secure = page.protocol === "https:";
  const host = page.hostname.includes(":") ? `[${page.hostname}]` : page.hostname;
  const address = (name: ServiceName): string => {
    const override = config.urls[name];
    if (override) return override.replace(/\/$/, "");
    const scheme = name === "socket" ? (secure ? "wss" : "ws") : secure ? "https" : "http";
    return `${scheme}://${host}:${config.ports[name]}${PATHS[name]}`;
  };
  return {
    trpc: address("trpc"),
    socket: address("socket"),
    rpc: address("rpc"),
    lcd: address("lcd"),
    faucet: config.ports.faucet > 0 || config.urls.faucet ? address("faucet") : null,
  };
}

/** Origins that the page may connect to, for the Content-Security-Policy (web.md §3.8). */
export function connectOrigins(endpoints: Endpoints): string[] {
  const addresses = Object.values(endpoints).filter((value): value is string => value !== null);
  return [...new Set(addresses.map((address) => new URL(address).origin))];
}
