import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { encodeValue, Topic, type TopicValues, type WebsocketTopic } from "@perpetua/messaging";
import { WebSocket } from "ws";
import {
  createSnapshotFetcher,
  createSocks,
  type SocketServer,
  type Socks,
  type SocksDependencies,
  startSocketServer,
} from "../../../src/socks/index.js";

type Answer = { status?: number; body: unknown; wait?: Promise<unknown> };

/**
 * Socks behind a real port, with a REST server whose answers the test chooses. (Comlink itself
 * answers in `test/comlink` and in the interop tests.)
 */
export class SocksWorld {
  readonly requests: string[] = [];
  readonly answers = new Map<string, Answer>();
  readonly failures: string[] = [];
  readonly dropped: string[] = [];
  nowMs = 1_000_000;
  #clients: SocksClient[] = [];

  private constructor(
    readonly socks: Socks,
    readonly server: SocketServer,
    private readonly rest: Server,
  ) {}

  static async start(
    options: Partial<SocksDependencies> & {
      pingIntervalMs?: number;
      pongTimeoutMs?: number;
      timeoutMs?: number;
    } = {},
  ): Promise<SocksWorld> {
    let world: SocksWorld;
    const rest = createServer((request, response) => {
      void world.answer(request.url ?? "").then(({ status = 200, body }) => {
        response.writeHead(status, { "content-type": "application/json" });
        response.end(JSON.stringify(body));
      });
    });
    const port = await new Promise<number>((resolve) => {
      rest.listen(0, "127.0.0.1", () => resolve((rest.address() as AddressInfo).port));
    });
    const tickers = new Map([
      ["0", "BTC-USD"],
      ["1", "ETH-USD"],
    ]);
    const { pingIntervalMs, pongTimeoutMs, timeoutMs, ...dependencies } = options;
    const socks: Socks = createSocks({
      tickers: {
        tickerOf: (pair) => tickers.get(pair),
        isTicker: (ticker) => [...tickers.values()].includes(ticker),
        refresh: async () => undefined,
      },
      fetchSnapshot: createSnapshotFetcher({
        comlinkUrl: `http://127.0.0.1:${port}`,
        timeoutMs: timeoutMs ?? 5_000,
        latestHeight: () => socks.latestHeight,
      }),
      nowMs: () => world.nowMs,
      observer: {
        failed: (error, text) => world.failures.push(`${text}: ${error}`),
        dropped: (reason) => world.dropped.push(reason),
      },
      ...dependencies,
    });
    const server = await startSocketServer(socks, {
      port: 0,
      host: "127.0.0.1",
      ...(pingIntervalMs === undefined ? {} : { pingIntervalMs }),
      ...(pongTimeoutMs === undefined ? {} : { pongTimeoutMs }),
    });
    world = new SocksWorld(socks, server, rest);
    return world;
  }

  async answer(url: string): Promise<Answer> {
    this.requests.push(url);
    const answer = this.answers.get(url) ?? { status: 404, body: { errors: [] } };
    await answer.wait;
    return answer;
  }

  publish<T extends WebsocketTopic>(topic: T, value: TopicValues[T]): void {
    this.socks.forwardMessage(topic, { value: encodeValue(topic, value) });
  }

  level(price: string, size: string, clobPairId = "0"): void {
    const contents = JSON.stringify({ bids: [[price, size]] });
    this.publish(Topic.orderbooks, { contents, clobPairId, version: "1.0.0" });
  }

  block(height: number): void {
    const time = "2026-11-25T10:00:00.000Z";
    this.publish(Topic.blockHeight, { blockHeight: String(height), time, version: "1.0.0" });
  }

  async connect(path = "/v4/ws"): Promise<SocksClient> {
    const client = new SocksClient(`ws://127.0.0.1:${this.server.port}${path}`);
    this.#clients.push(client);
    await client.next();
    return client;
  }

  async stop(): Promise<void> {
    for (const client of this.#clients) client.socket.terminate();
    await this.server.close();
    this.rest.closeAllConnections();
    await new Promise((resolve) => this.rest.close(resolve));
  }
}

/** A client that keeps its frames in order. */
export class SocksClient {
  readonly socket: WebSocket;
  readonly closed: Promise<{ code: number; reason: string }>;
  readonly #frames: Record<string, unknown>[] = [];
  #wake: () => void = () => undefined;
  connectionId = "";

  constructor(url: string, autoPong = true) {
    this.socket = new WebSocket(url, { autoPong });
    this.socket.on("message", (data) => {
      const frame = JSON.parse(String(data)) as Record<string, unknown>;
      this.connectionId = String(frame.connection_id);
      this.#frames.push(frame);
      this.#wake();
    });
    this.closed = new Promise((resolve) => {
      this.socket.on("close", (code, reason) => resolve({ code, reason: String(reason) }));
    });
  }

  send(message: unknown): void {
    this.socket.send(typeof message === "string" ? message : JSON.stringify(message));
  }

  /** The next frame, without its connection id. */
  async next(): Promise<Record<string, unknown>> {
    const deadline = Date.now() + 5_000;
    while (this.#frames.length === 0) {
      if (Date.now() > deadline) throw new Error("no frame within 5 s");
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
        setTimeout(resolve, 100);
      });
    }
    const { connection_id: _own, ...frame } = this.#frames.shift() ?? {};
    return frame;
  }

  async take(count: number): Promise<Record<string, unknown>[]> {
    const frames: Record<string, unknown>[] = [];
    while (frames.length < count) frames.push(await this.next());
    return frames;
  }

  /** What has arrived after a while, for asserting that nothing more comes. */
  async rest(ms = 50): Promise<Record<string, unknown>[]> {
    await new Promise((resolve) => setTimeout(resolve, ms));
    return this.#frames.splice(0);
  }

  async subscribe(channel: string, id?: string, batched?: boolean) {
    this.send({ type: "subscribe", channel, id, batched });
    return this.next();
  }
}
