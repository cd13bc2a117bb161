import type { Resolution } from "./wire";

/** A live stream of the exchange, named as api.md §3.4 names its channels. */
export type Channel =
  | { name: "v4_markets" }
  | { name: "v4_block_height" }
  | { name: "v4_orderbook"; id: string }
  | { name: "v4_trades"; id: string }
  | { name: "v4_candles"; id: `${string}/${Resolution}` }
  | { name: "v4_subaccounts"; id: `${string}/${number}` };

export interface StreamHandler {
  /** A full state: replaces everything known. Comes first and again after every reconnect. */
  snapshot(contents: unknown): void;
  /** Changes since, oldest first. */
  update(contents: readonly unknown[]): void;
  /** The server refused the subscription. */
  refused?(message: string): void;
}

export type StreamState = "connecting" | "live" | "reconnecting" | "offline";

export interface StreamTransport {
  subscribe(channel: Channel, handler: StreamHandler): () => void;
  /** Takes a new snapshot of one channel (a gap, or a book that stays crossed). */
  resync(channel: Channel): void;
  readonly state: StreamState;
  onState(listener: (state: StreamState) => void): () => void;
  /** Tries at once instead of waiting for the back-off. */
  retryNow(): void;
  close(): void;
}

export const channelKey = (channel: Channel): string =>
  "id" in channel ? `${channel.name}|${channel.id}` : channel.name;

/** Waits before attempt n: 0, 0.5, 1, 2, 4, 8, 15 s ± 30 %, endless (web.md §3.4). */
export function backoffMs(attempt: number, random: () => number = Math.random): number {
  const steps = [0, 500, 1000, 2000, 4000, 8000, 15_000];
  const base = steps[Math.min(attempt, steps.length - 1)] ?? 15_000;
  return Math.round(base * (0.7 + random() * 0.6));
}
