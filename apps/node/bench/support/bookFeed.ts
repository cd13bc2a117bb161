import { WebSocket } from "ws";

const TIMEOUT_MS = 10_000;

interface Frame {
  readonly type: string;
  readonly message?: string;
  readonly contents?: Levels | readonly Levels[];
}

interface Levels {
  readonly bids?: readonly (readonly [price: string, size: string])[];
}

export interface BookFeed {
  /** Resolves with the time at which a bid at this price appears. */
  bidAt(price: string): Promise<number>;
  close(): void;
}

/** A subscription to one market's book. */
export async function openBookFeed(url: string, market: string): Promise<BookFeed> {
  const waiting = new Map<string, (at: number) => void>();
  const socket = new WebSocket(url);
  let subscribed = () => {};
  const ready = new Promise<void>((resolve, reject) => {
    subscribed = resolve;
    socket.once("error", reject);
  });
  socket.on("message", (data) => {
    const at = performance.now();
    const frame = JSON.parse(String(data)) as Frame;
    if (frame.type === "connected") {
      socket.send(JSON.stringify({ type: "subscribe", channel: "v4_orderbook", id: market }));
    }
    if (frame.type === "subscribed") subscribed();
    if (frame.type !== "channel_data" && frame.type !== "channel_batch_data") return;
    for (const { bids } of [frame.contents ?? []].flat() as readonly Levels[]) {
      for (const [price, size] of bids ?? []) {
        if (Number(size) === 0) continue;
        waiting.get(price)?.(at);
        waiting.delete(price);
      }
    }
  });
  await ready;
  return {
    bidAt: (price) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error(`no bid at ${price}`)), TIMEOUT_MS);
        waiting.set(price, (at) => {
          clearTimeout(timer);
          resolve(at);
        });
      }),
    close: () => socket.terminate(),
  };
}
