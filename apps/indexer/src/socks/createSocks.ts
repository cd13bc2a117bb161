import { randomUUID } from "node:crypto";
import type { IncomingMessage, WebsocketTopic } from "@perpetua/messaging";
import { Channel } from "./channels.js";
import { CloseCode, Connection } from "./connection.js";
import { connectedFrame } from "./frames.js";
import type { TickerDirectory } from "./markets.js";
import { routeMessage } from "./route.js";
import { DEFAULT_SESSION_SETTINGS, Session, type SessionSettings } from "./session.js";
import { type FetchSnapshot, shareSnapshots } from "./snapshots.js";
import { Topics } from "./topics.js";
import type { Transport } from "./transport.js";

export interface SocksSettings extends SessionSettings {
  /** What arrives within this time leaves a socket in one write. */
  readonly corkMs: number;
  readonly batchIntervalMs: number;
  /** A client that has more than this unread is dropped. */
  readonly maxBufferedBytes: number;
}

export const DEFAULT_SOCKS_SETTINGS: SocksSettings = {
  ...DEFAULT_SESSION_SETTINGS,
  corkMs: 2,
  batchIntervalMs: 250,
  maxBufferedBytes: 8 * 1024 * 1024,
};

/** Things worth counting, for metrics. */
export interface SocksObserver {
  readonly forwarded?: (topic: WebsocketTopic, subscribers: number) => void;
  readonly dropped?: (reason: "slow" | "unroutable") => void;
  readonly subscribed?: (channel: Channel, delta: 1 | -1) => void;
  readonly failed?: (error: unknown, text: string) => void;
}

export interface SocksDependencies {
  readonly tickers: TickerDirectory;
  readonly fetchSnapshot: FetchSnapshot;
  readonly settings?: Partial<SocksSettings>;
  readonly observer?: SocksObserver;
  readonly nowMs?: () => number;
}

export interface Socks {
  /** Hands a record of a WebSocket topic to all its subscribers. */
  forwardMessage(topic: WebsocketTopic, message: Pick<IncomingMessage, "value">): void;
  /** Greets a new client; feed its frames to `handle`, and call `end` when it is gone. */
  openSession(transport: Transport, requestHeaders?: Readonly<Record<string, string>>): Session;
  closeSession(session: Session): void;
  /** Height of the newest block message. */
  readonly latestHeight: number | undefined;
  readonly connectionCount: number;
  /** Unread bytes of the client that has most of them. */
  readonly maxBufferedBytes: number;
  /** Writes all that waits for the cork, and the batches too when asked. */
  flush(includingBatches?: boolean): void;
  /** Says goodbye to all clients. */
  close(): void;
}

export function createSocks(dependencies: SocksDependencies): Socks {
  return new SocksHub(dependencies);
}

class SocksHub implements Socks {
  readonly #settings: SocksSettings;
  readonly #observer: SocksObserver;
  readonly #tickers: TickerDirectory;
  readonly #topics = new Topics();
  readonly #sessions = new Set<Session>();
  readonly #context: ConstructorParameters<typeof Session>[1];
  readonly #batchTimer: NodeJS.Timeout;
  #dirty: Connection[] = [];
  #corkTimer: NodeJS.Timeout | undefined;
  #flushesSoon = false;
  #lastFlushMs = 0;
  #latestHeight: number | undefined;

  constructor({ tickers, fetchSnapshot, settings, observer, nowMs }: SocksDependencies) {
    this.#settings = { ...DEFAULT_SOCKS_SETTINGS, ...settings };
    this.#observer = observer ?? {};
    this.#tickers = tickers;
    this.#context = {
      topics: this.#topics,
      tickers,
      fetchSnapshot: shareSnapshots(fetchSnapshot),
      settings: this.#settings,
      nowMs: nowMs ?? Date.now,
      onError: (error, text) => this.#observer.failed?.(error, text),
      onSubscribed: (channel, delta) => this.#observer.subscribed?.(channel, delta),
    };
    const { batchIntervalMs } = this.#settings;
    this.#batchTimer = setInterval(() => this.#topics.flushBatches(), batchIntervalMs);
    this.#batchTimer.unref();
  }

  forwardMessage(topic: WebsocketTopic, { value }: Pick<IncomingMessage, "value">): void {
    let subscribers = 0;
    const tickerOf = (clobPairId: string) => this.#tickers.tickerOf(clobPairId);
    const updates = value === undefined ? [] : routeMessage(topic, value, tickerOf);
    if (updates.length === 0) this.#observer.dropped?.("unroutable");
    for (const update of updates) {
      if (update.channel === Channel.blockHeight) this.#latestHeight = update.blockHeight;
      subscribers += this.#topics.publish(update);
    }
    this.#observer.forwarded?.(topic, subscribers);
  }

  openSession(transport: Transport, requestHeaders: Readonly<Record<string, string>> = {}) {
    const connection = new Connection(
      randomUUID(),
      transport,
      (dirty) => this.#markDirty(dirty),
      this.#settings.maxBufferedBytes,
      () => this.#observer.dropped?.("slow"),
    );
    const session = new Session(connection, this.#context, requestHeaders);
    this.#sessions.add(session);
    connection.sendText(connectedFrame(connection.id));
    connection.flush();
    return session;
  }

  closeSession(session: Session): void {
    session.end();
    this.#sessions.delete(session);
  }

  get latestHeight(): number | undefined {
    return this.#latestHeight;
  }

  get connectionCount(): number {
    return this.#sessions.size;
  }

  get maxBufferedBytes(): number {
    let most = 0;
    for (const { connection } of this.#sessions) {
      most = Math.max(most, connection.transport.bufferedBytes);
    }
    return most;
  }

  flush(includingBatches = false): void {
    if (includingBatches) this.#topics.flushBatches();
    clearTimeout(this.#corkTimer);
    this.#corkTimer = undefined;
    this.#lastFlushMs = performance.now();
    const dirty = this.#dirty;
    this.#dirty = [];
    for (const connection of dirty) connection.flush();
  }

  close(): void {
    clearInterval(this.#batchTimer);
    this.flush(true);
    const reason = JSON.stringify({ message: "Service restarting" });
    for (const session of this.#sessions) session.connection.close(CloseCode.restarting, reason);
  }

  #markDirty(connection: Connection): void {
    this.#dirty.push(connection);
    if (this.#corkTimer !== undefined || this.#flushesSoon) return;
    const corkedMs = this.#settings.corkMs - (performance.now() - this.#lastFlushMs);
    if (corkedMs > 0) {
      this.#corkTimer = setTimeout(() => this.flush(), corkedMs);
      return;
    }
    // PERF: after a quiet time the first message leaves with those of its own turn, uncorked.
    this.#flushesSoon = true;
    setImmediate(() => {
      this.#flushesSoon = false;
      this.flush();
    });
  }
}
