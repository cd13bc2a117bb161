import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { Topic, WEBSOCKET_TOPICS, type WebsocketTopic } from "@perpetua/messaging";
import { Channel, createSocks, type FetchSnapshot, type Socks } from "../socks/index.js";
import type { Difference } from "./difference.js";
import { MemoryTransport } from "./memoryTransport.js";
import { type RecordedMessage, readCheckpoints, readTopic } from "./recording.js";

export interface ReplaySocksOptions {
  /** A recording (layout: golden/README.md). */
  readonly folder: string;
  /** Stop where this checkpoint's offsets end; the whole recording when absent. */
  readonly until?: string | undefined;
}

export interface ReplaySocksResult {
  /** Frames that were compared. */
  readonly checked: number;
  readonly differences: readonly Difference[];
}

interface Frame {
  readonly type: string;
  readonly message?: string;
  readonly channel?: Channel;
  readonly id?: string;
  readonly contents?: unknown;
}

interface Line {
  readonly t: number;
  readonly sent?: { readonly type: string; readonly channel?: string };
  readonly frame?: Frame;
}

const TOPIC_OF: Readonly<Record<Channel, WebsocketTopic>> = {
  [Channel.markets]: Topic.markets,
  [Channel.orderbook]: Topic.orderbooks,
  [Channel.trades]: Topic.trades,
  [Channel.candles]: Topic.candles,
  [Channel.subaccounts]: Topic.subaccounts,
  [Channel.parentSubaccounts]: Topic.subaccounts,
  [Channel.blockHeight]: Topic.blockHeight,
};

/**
 * Plays the recorded client against socks: what it sent, the recorded snapshots, and the recorded
 * messages topic by topic in the order in which their frames arrived. Every frame must have the
 * recorded text, connection id apart.
 */
export async function replaySocks(options: ReplaySocksOptions): Promise<ReplaySocksResult> {
  const lines = await readLines(options.folder);
  const cursors = await openCursors(options);
  const client = new ReplayedClient(cursors);
  let checked = 0;
  for (const line of lines) {
    if (line.sent) await client.send(line.t, JSON.stringify(line.sent), line.sent.channel);
    if (!line.frame) continue;
    const got = await client.nextFrame(line.t, line.frame);
    // The messages of this topic end here, and with them the comparable part.
    if (got === "exhausted") break;
    checked += 1;
    // Only the value changes: the recorded frame has this key already, at its place.
    const expected = JSON.stringify({ ...line.frame, connection_id: client.connectionId });
    if (got !== expected) {
      return { checked, differences: [difference(checked, expected, got)] };
    }
  }
  client.close();
  return { checked, differences: [] };
}

function difference(index: number, expected: string, got: string | undefined): Difference {
  return { part: "socks", where: `frame ${index}`, expected, got };
}

class ReplayedClient {
  readonly #transport = new MemoryTransport();
  readonly #socks: Socks;
  readonly #session;
  readonly #snapshots = new Map<string, (contents: string) => void>();
  readonly #live = new Set<WebsocketTopic>();

  constructor(private readonly cursors: ReadonlyMap<WebsocketTopic, Cursor>) {
    const fetchSnapshot: FetchSnapshot = (channel, id) =>
      new Promise((resolve) => {
        this.#snapshots.set(`${channel} ${id}`, (contents) => {
          const height = (JSON.parse(contents) as { blockHeight?: string }).blockHeight;
          resolve({ contents, height: height === undefined ? undefined : Number(height) });
        });
      });
    this.#socks = createSocks({
      // The recorded service knew no market yet (traps-indexer.md 30).
      tickers: { tickerOf: () => undefined, isTicker: () => false, refresh: async () => undefined },
      fetchSnapshot,
      settings: { rateLimits: false },
    });
    this.#session = this.#socks.openSession(this.#transport);
  }

  get connectionId(): string {
    return this.#session.connection.id;
  }

  close(): void {
    this.#socks.close();
  }

  /** Does what the client did; topics that nobody follows yet skip what was before. */
  async send(atMs: number, text: string, channel: string | undefined): Promise<void> {
    const topic = TOPIC_OF[channel as Channel];
    if (topic && !this.#live.has(topic)) this.#forwardBefore(topic, atMs);
    // Not awaited: the snapshot comes later in the recording.
    void this.#session.handle(text);
    await settle();
  }

  async nextFrame(atMs: number, frame: Frame): Promise<string | undefined | "exhausted"> {
    if (frame.type === "subscribed") await this.#giveSnapshot(atMs, frame);
    if (frame.message === "Invalid message: could not parse") {
      // The recorder does not list what the client sent here (traps-indexer.md 9).
      await this.send(atMs, "not JSON", undefined);
    }
    if (frame.type === "channel_data" && frame.channel) {
      const cursor = this.cursors.get(TOPIC_OF[frame.channel]);
      while (this.#transport.isEmpty) {
        const message = cursor?.take();
        if (!message) return "exhausted";
        this.#socks.forwardMessage(TOPIC_OF[frame.channel], message);
        this.#socks.flush();
      }
    }
    this.#socks.flush();
    return this.#transport.take();
  }

  async #giveSnapshot(atMs: number, { channel, id, contents }: Frame): Promise<void> {
    if (!channel) return;
    const topic = TOPIC_OF[channel];
    if (!this.#live.has(topic)) this.#forwardBefore(topic, atMs);
    this.#live.add(topic);
    this.#snapshots.get(`${channel} ${id ?? channel}`)?.(JSON.stringify(contents));
    await settle();
  }

  #forwardBefore(topic: WebsocketTopic, untilMs: number): void {
    const cursor = this.cursors.get(topic);
    for (
      let message = cursor?.takeBefore(untilMs);
      message;
      message = cursor?.takeBefore(untilMs)
    ) {
      this.#socks.forwardMessage(topic, message);
    }
  }
}

/** Position in the messages of one topic. */
class Cursor {
  #next = 0;

  constructor(private readonly messages: readonly RecordedMessage[]) {}

  take(): RecordedMessage | undefined {
    const message = this.messages[this.#next];
    if (message) this.#next += 1;
    return message;
  }

  takeBefore(ms: number): RecordedMessage | undefined {
    const message = this.messages[this.#next];
    return message && message.timestampMs < ms ? this.take() : undefined;
  }
}

/** Lets everything that waits for resolved promises run. */
function settle(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

async function openCursors({ folder, until }: ReplaySocksOptions) {
  const last = until === undefined ? undefined : (await readCheckpoints(folder, until)).at(-1);
  const cursors = new Map<WebsocketTopic, Cursor>();
  for (const topic of WEBSOCKET_TOPICS) {
    const messages = await readTopic(folder, topic);
    const end = last?.offsets[topic] ?? messages.length;
    cursors.set(topic, new Cursor(messages.filter(({ offset }) => offset < end)));
  }
  return cursors;
}

async function readLines(folder: string): Promise<Line[]> {
  const text = gunzipSync(await readFile(join(folder, "ws.jsonl.gz"))).toString("utf8");
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Line);
}
