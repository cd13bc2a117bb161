/**
 * Fan-out of socks: 1,000 clients that follow order book, trades and candles of one market get the
 * recorded messages of all markets as if they were that market's. Peer: the same with one
 * `JSON.stringify` and one `ws.send` per client and message, as upstream does it.
 *
 * PERF: the cost per delivered message is a copy of the shared tail behind a small head; encoding
 * is paid once per message and the system call once per flush. Clients run in a second process.
 *
 * Run: `npm run bench -- socks`, or
 * `node --conditions=source --import tsx apps/indexer/bench/socks.bench.ts`.
 */
import { type ChildProcess, fork } from "node:child_process";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { decodeValue, encodeValue, Topic } from "@perpetua/messaging";
import { type WebSocket, WebSocketServer } from "ws";
import { reportGroup } from "../../../packages/testkit/src/bench/index.js";
import { readTopic } from "../src/replay/recording.js";
import { createSocks, startSocketServer } from "../src/socks/index.js";

const CLIENTS = 1_000;
/** Messages per Kafka fetch under load; all of them are at hand at once. */
const MESSAGES_PER_BATCH = 20;
/** The best round counts. */
const ROUNDS_OURS = 12;
const ROUNDS_PEER = 3;
const MAX_BUFFERED_BYTES = 1024 * 1024;

const SUBSCRIPTIONS = [
  { type: "subscribe", channel: "v4_orderbook", id: "BTC-USD" },
  { type: "subscribe", channel: "v4_trades", id: "BTC-USD" },
  { type: "subscribe", channel: "v4_candles", id: "BTC-USD/1MIN" },
].map((message) => JSON.stringify(message));
/** `connected`, and one `subscribed` each. */
const GREETINGS = 1 + SUBSCRIPTIONS.length;

type FedTopic = typeof Topic.orderbooks | typeof Topic.trades | typeof Topic.candles;

interface Feed {
  readonly topic: FedTopic;
  readonly value: Uint8Array;
}

/** One side of the comparison. */
interface Candidate {
  readonly port: number;
  /** Hands a batch to all clients; resolves when the sockets can take more. */
  deliver(batch: readonly Feed[]): Promise<void>;
  close(): Promise<void>;
}

async function readFeed(): Promise<Feed[]> {
  const folder = fileURLToPath(
    new URL("../../../packages/testkit/recordings/main", import.meta.url),
  );
  const all: (Feed & { timestampMs: number })[] = [];
  for (const topic of [Topic.orderbooks, Topic.trades, Topic.candles] as const) {
    for (const { value, timestampMs } of await readTopic(folder, topic)) {
      all.push({ topic, timestampMs, value: asBtc(topic, value) });
    }
  }
  return all.sort((a, b) => a.timestampMs - b.timestampMs);
}

function asBtc(topic: FedTopic, value: Uint8Array): Uint8Array {
  if (topic === Topic.orderbooks) {
    return encodeValue(topic, { ...decodeValue(topic, value), clobPairId: "0" });
  }
  if (topic === Topic.trades) {
    return encodeValue(topic, { ...decodeValue(topic, value), clobPairId: "0" });
  }
  return encodeValue(topic, { ...decodeValue(topic, value), clobPairId: "0", resolution: 0 });
}

const nextTurn = () => new Promise<void>((resolve) => setImmediate(resolve));
const pause = () => new Promise<void>((resolve) => setTimeout(resolve, 1));

async function startOurs(): Promise<Candidate> {
  const socks = createSocks({
    tickers: {
      tickerOf: () => "BTC-USD",
      isTicker: () => true,
      refresh: async () => undefined,
    },
    fetchSnapshot: async () => ({ contents: "{}", height: undefined }),
    settings: { maxBufferedBytes: 64 * MAX_BUFFERED_BYTES },
  });
  const server = await startSocketServer(socks, { port: 0, host: "127.0.0.1" });
  return {
    port: server.port,
    deliver: async (batch) => {
      for (const { topic, value } of batch) socks.forwardMessage(topic, { value });
      socks.flush();
      await nextTurn();
      while (socks.maxBufferedBytes > MAX_BUFFERED_BYTES) await pause();
    },
    close: () => server.close(),
  };
}

async function startPeer(): Promise<Candidate> {
  const http = createServer();
  const server = new WebSocketServer({ server: http, perMessageDeflate: false });
  const clients: { socket: WebSocket; id: string; messageId: number }[] = [];
  server.on("connection", (socket) => {
    const client = { socket, id: crypto.randomUUID(), messageId: 0 };
    clients.push(client);
    socket.send(JSON.stringify({ type: "connected", connection_id: client.id, message_id: 0 }));
    socket.on("message", (data) => {
      client.messageId += 1;
      const { channel, id } = JSON.parse(String(data)) as { channel: string; id: string };
      const front = { type: "subscribed", connection_id: client.id, message_id: client.messageId };
      socket.send(JSON.stringify({ ...front, channel, id, contents: {} }));
    });
  });
  const port = await new Promise<number>((resolve) => {
    http.listen(0, "127.0.0.1", () => resolve((http.address() as AddressInfo).port));
  });
  const channels = {
    [Topic.orderbooks]: { channel: "v4_orderbook", id: "BTC-USD" },
    [Topic.trades]: { channel: "v4_trades", id: "BTC-USD" },
    [Topic.candles]: { channel: "v4_candles", id: "BTC-USD/1MIN" },
  };
  return {
    port,
    deliver: async (batch) => {
      for (const { topic, value } of batch) {
        const message = decodeValue(topic, value);
        const contents: unknown = JSON.parse(message.contents);
        const { channel, id } = channels[topic];
        for (const client of clients) {
          client.messageId += 1;
          client.socket.send(
            JSON.stringify({
              type: "channel_data",
              connection_id: client.id,
              message_id: client.messageId,
              id,
              channel,
              version: message.version,
              contents,
            }),
          );
        }
      }
      await nextTurn();
      const buffered = () => Math.max(...clients.map(({ socket }) => socket.bufferedAmount));
      while (buffered() > MAX_BUFFERED_BYTES) await pause();
    },
    close: async () => {
      for (const { socket } of clients) socket.terminate();
      server.close();
      await new Promise((resolve) => http.close(resolve));
    },
  };
}

/** Resolves when the client process has counted this many frames in total. */
function received(child: ChildProcess, frames: number): Promise<void> {
  return new Promise((resolve) => {
    child.once("message", () => resolve());
    child.send({ expect: frames });
  });
}

async function measure(
  start: () => Promise<Candidate>,
  feed: readonly Feed[],
  rounds: number,
): Promise<number> {
  const candidate = await start();
  const child = fork(fileURLToPath(new URL("./socksClients.ts", import.meta.url)), {
    execArgv: ["--conditions=source", "--import", "tsx"],
  });
  child.send({ port: candidate.port, clients: CLIENTS, subscriptions: SUBSCRIPTIONS });
  let total = CLIENTS * GREETINGS;
  await received(child, total);
  let best = 0;
  for (let round = 0; round < rounds; round += 1) {
    const startMs = performance.now();
    total += feed.length * CLIENTS;
    const done = received(child, total);
    for (let at = 0; at < feed.length; at += MESSAGES_PER_BATCH) {
      await candidate.deliver(feed.slice(at, at + MESSAGES_PER_BATCH));
    }
    await done;
    const rate = (feed.length * CLIENTS * 1_000) / (performance.now() - startMs);
    best = Math.max(best, rate);
  }
  child.send("stop");
  await candidate.close();
  return best;
}

const feed = (await readFeed()).filter((_, index) => index % 4 === 0);
const peer = await measure(startPeer, feed, ROUNDS_PEER);
const ours = await measure(startOurs, feed, ROUNDS_OURS);
reportGroup("socks", [
  {
    name: `fan-out to ${CLIENTS} clients`,
    unit: "delivered messages/s",
    ours,
    peer,
    peerName: "JSON.stringify and ws.send per client",
    goal: 10,
  },
]);
process.exit(0);
