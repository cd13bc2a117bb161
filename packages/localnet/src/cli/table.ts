import type { StackStatus } from "../supervisor/status.js";

/** Columns aligned with spaces; the first row is the head. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

/** One line per part. */
export function statusTable(status: StackStatus, now: number = Date.now()): string {
  const rows = status.parts.map((part) => [
    part.name,
    part.healthy ? "healthy" : "UNHEALTHY",
    String(part.pid ?? "-"),
    part.since === null ? "-" : age(now - Date.parse(part.since)),
    String(part.restarts),
    part.metrics ?? "-",
    part.detail,
  ]);
  const text = table([["part", "state", "pid", "up", "restarts", "metrics", "detail"], ...rows]);
  const height = status.height === null ? "-" : String(status.height);
  return `${text}\nheight ${height}, prices ${status.prices ?? "-"}`;
}

/** Where a user goes from here. */
export function addressTable(status: StackStatus): string {
  const labels: Record<keyof StackStatus["urls"], string> = {
    web: "trade in the browser",
    comlink: "REST and tRPC (/v4, /trpc)",
    socks: "WebSocket feed",
    rpc: "CometBFT JSON-RPC",
    rest: "chain REST (LCD)",
    grpc: "chain gRPC (not served yet)",
    streaming: "full-node streaming (not served yet)",
    faucet: "faucet of the local network",
  };
  const rows = Object.entries(status.urls)
    .filter((entry): entry is [keyof typeof labels, string] => entry[1] !== null)
    .map(([name, url]) => [name, url, labels[name]]);
  return table(rows);
}

function age(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1_000));
  if (seconds < 60) return `${seconds}s`;
  if (seconds < 3_600) return `${Math.floor(seconds / 60)}m${seconds % 60}s`;
  return `${Math.floor(seconds / 3_600)}h${Math.floor((seconds % 3_600) / 60)}m`;
}
