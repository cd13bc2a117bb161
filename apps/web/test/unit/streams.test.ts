import { afterEach, describe, expect, it } from "vitest";
import { WebSocket, WebSocketServer } from "ws";
import { FailoverTransport } from "../../src/lib/exchange/failover";
import { SocketTransport } from "../../src/lib/exchange/socket";
import {
  backoffMs,
  type StreamHandler,
  type StreamTransport,
} from "../../src/lib/exchange/streams";

Object.assign(globalThis, { WebSocket });

/** A real server of the socks protocol, as far as these tests need it. */
class Socks {
  readonly server: WebSocketServer;
  readonly frames: { type: string; channel: string; id?: string }[] = [];
  clients: WebSocket[] = [];

  constructor(port = 0) {
    this.server = new WebSocketServer({ port });
    this.server.on("connection", (socket) => {
      this.clients.push(socket);
      socket.on("message", (data) => {
        const frame = JSON.parse(String(data));
        this.frames.push(frame);
        if (frame.type !== "subscribe") return;
        const contents = { height: String(this.frames.length) };
        this.send({ type: "subscribed", channel: frame.channel, id: frame.id, contents });
      });
    });
  }

  get url(): string {
    return `ws://127.0.0.1:${(this.server.address() as { port: number }).port}`;
  }

  send(frame: object): void {
    for (const client of this.clients) client.send(JSON.stringify(frame));
  }

  drop(): void {
    for (const client of this.clients.splice(0)) client.terminate();
  }

  close(): void {
    this.drop();
    this.server.close();
  }
}

const opened: { close(): void }[] = [];
const track = <T extends { close(): void }>(item: T): T => {
  opened.push(item);
  return item;
};
afterEach(() => {
  for (const item of opened.splice(0)) item.close();
});

const until = async (condition: () => boolean): Promise<void> => {
  for (let i = 0; i < 800 && !condition(); i += 1) await new Promise((r) => setTimeout(r, 10));
  expect(condition()).toBe(true);
};
const recorder = (): StreamHandler & { snapshots: unknown[]; updates: unknown[] } => {
  const snapshots: unknown[] = [];
  const updates: unknown[] = [];
  return {
    snapshots,
    updates,
    snapshot: (contents) => snapshots.push(contents),
    update: (items) => updates.push(...items),
  };
};

describe("SocketTransport", () => {
  it("delivers a snapshot, then updates, and starts again after a broken connection", async () => {
    const socks = track(new Socks());
    const transport = track(new SocketTransport(socks.url));
    const handler = recorder();
    transport.subscribe({ name: "v4_trades", id: "BTC-USD" }, handler);
    await until(() => handler.snapshots.length === 1);
    socks.send({ type: "channel_data", channel: "v4_trades", id: "BTC-USD", contents: { a: 1 } });
    socks.send({
      type: "channel_batch_data",
      channel: "v4_trades",
      id: "BTC-USD",
      contents: [{ a: 2 }, { a: 3 }],
    });
    await until(() => handler.updates.length === 3);
    socks.drop();
    await until(() => handler.snapshots.length === 2);
    expect(transport.state).toBe("live");
  });

  it("drops what arrives before the snapshot and shares one subscription", async () => {
    const socks = track(new Socks());
    const transport = track(new SocketTransport(socks.url));
    const [one, two] = [recorder(), recorder()];
    transport.subscribe({ name: "v4_block_height" }, one);
    await until(() => one.snapshots.length === 1);
    transport.subscribe({ name: "v4_block_height" }, two);
    socks.send({ type: "channel_data", channel: "v4_block_height", contents: { early: true } });
    await until(() => two.snapshots.length === 1);
    expect(two.updates).toEqual([]);
    const kinds = socks.frames.map((frame) => frame.type);
    expect(kinds).toEqual(["subscribe", "unsubscribe", "subscribe"]);
  });

  it("tells the handler why a subscription was refused", async () => {
    const socks = track(new Socks());
    const transport = track(new SocketTransport(socks.url));
    const reasons: string[] = [];
    const handler = { ...recorder(), refused: (message: string) => reasons.push(message) };
    transport.subscribe({ name: "v4_orderbook", id: "NOPE-USD" }, handler);
    await until(() => socks.frames.length === 1);
    const message = "Invalid subscription id for channel: (v4_orderbook-NOPE-USD)";
    socks.send({ type: "error", message });
    await until(() => reasons.length === 1);
    expect(reasons[0]).toBe(message);
  });
});

describe("FailoverTransport", () => {
  it("moves to the second transport and back, each time with a snapshot", async () => {
    const socks = new Socks();
    const port = Number(new URL(socks.url).port);
    const primary = track(new SocketTransport(socks.url));
    const used: string[] = [];
    const secondary = (): StreamTransport => ({
      state: "live",
      subscribe: (channel, handler) => {
        used.push(channel.name);
        handler.snapshot({ from: "secondary" });
        return () => used.push("left");
      },
      resync: () => undefined,
      onState: () => () => undefined,
      retryNow: () => undefined,
      close: () => used.push("closed"),
    });
    const transport = track(new FailoverTransport(primary, secondary));
    const handler = recorder();
    transport.subscribe({ name: "v4_markets" }, handler);
    await until(() => handler.snapshots.length === 1);
    socks.close();
    await until(() => used.includes("v4_markets"));
    expect(transport.state).toBe("live");
    const back = track(new Socks(port));
    transport.retryNow();
    await until(() => back.frames.length > 0 && used.includes("closed"));
    await until(() => handler.snapshots.length === 3);
    expect(used).toEqual(["v4_markets", "left", "closed"]);
  });
});

describe("back-off", () => {
  it("grows to fifteen seconds with a third of jitter", () => {
    const middle = [0, 1, 2, 3, 4, 5, 6, 40].map((attempt) => backoffMs(attempt, () => 0.5));
    expect(middle).toEqual([0, 500, 1000, 2000, 4000, 8000, 15_000, 15_000]);
    expect(backoffMs(6, () => 0)).toBe(10_500);
    expect(backoffMs(6, () => 1)).toBe(19_500);
  });
});
