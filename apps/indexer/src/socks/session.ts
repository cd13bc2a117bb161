import {
  CHANNEL_LIMIT,
  type Channel,
  isChannel,
  isValidId,
  needsId,
  tickerOfId,
} from "./channels.js";
import { CloseCode, type Connection } from "./connection.js";
import { errorFrame, subscribedFrame, unsubscribedFrame } from "./frames.js";
import type { TickerDirectory } from "./markets.js";
import { RateLimiter } from "./rateLimiter.js";
import { type FetchSnapshot, type Snapshot, SnapshotForbidden } from "./snapshots.js";
import type { Subscription, Topics } from "./topics.js";

const RATE_LIMITED = JSON.stringify({ message: "Rate limited" });

export interface SessionSettings {
  readonly rateLimits: boolean;
  readonly subscribesPerWindow: number;
  readonly invalidMessagesPerWindow: number;
  readonly windowMs: number;
}

export const DEFAULT_SESSION_SETTINGS: SessionSettings = {
  rateLimits: true,
  subscribesPerWindow: 2,
  invalidMessagesPerWindow: 2,
  windowMs: 1_000,
};

/** What a session shares with all others. */
export interface SessionContext {
  readonly topics: Topics;
  readonly tickers: TickerDirectory;
  readonly fetchSnapshot: FetchSnapshot;
  readonly settings: SessionSettings;
  readonly nowMs: () => number;
  readonly onError: (error: unknown, text: string) => void;
  readonly onSubscribed: (channel: Channel, delta: 1 | -1) => void;
}

interface ClientMessage {
  readonly type?: unknown;
  readonly channel?: unknown;
  readonly id?: unknown;
  readonly batched?: unknown;
}

/** Answers one client: parses its frames and keeps its subscriptions (api.md §3.7). */
export class Session {
  readonly #subscriptions = new Map<string, Subscription>();
  readonly #counts = new Map<Channel, number>();
  readonly #subscribes: RateLimiter;
  readonly #invalid: RateLimiter;
  #ended = false;

  constructor(
    readonly connection: Connection,
    private readonly context: SessionContext,
    /** `geo-origin-*` headers of the upgrade request, for snapshots. */
    private readonly requestHeaders: Readonly<Record<string, string>>,
  ) {
    const { settings, nowMs } = context;
    const { windowMs } = settings;
    this.#subscribes = new RateLimiter(settings.subscribesPerWindow, windowMs, nowMs);
    this.#invalid = new RateLimiter(settings.invalidMessagesPerWindow, windowMs, nowMs);
  }

  /** Handles a frame of the client; resolves when its answer is queued. */
  async handle(text: string): Promise<void> {
    if (this.#ended) return;
    try {
      await this.#dispatch(text);
    } catch (error) {
      this.context.onError(error, "client frame failed");
      this.#error("Internal error");
    }
  }

  /** Drops all subscriptions; the connection is gone. */
  end(): void {
    this.#ended = true;
    for (const subscription of this.#subscriptions.values()) this.#drop(subscription);
  }

  async #dispatch(text: string): Promise<void> {
    let message: ClientMessage;
    try {
      message = JSON.parse(text) as ClientMessage;
    } catch {
      // The text is not JSON, which is all there is to say about it.
      return this.#invalidMessage("Invalid message: could not parse");
    }
    const { type } = message;
    if (!type) return this.#invalidMessage("Invalid message: type is required");
    switch (type) {
      case "subscribe":
        return this.#subscribe(message);
      case "unsubscribe":
        return this.#unsubscribe(message);
      case "ping":
        // Accepted without an answer, as upstream does (api.md Q12).
        return;
      default:
        return this.#invalidMessage(`Invalid message type: ${type}`);
    }
  }

  async #subscribe(message: ClientMessage): Promise<void> {
    const { channel, id: givenId } = message;
    if (!channel) return this.#error("Invalid subscribe message: channel is required");
    if (typeof channel !== "string" || !isChannel(channel)) {
      return this.#error(`Invalid channel: ${channel}`);
    }
    if (needsId(channel) && typeof givenId !== "string") {
      return this.#error(`Invalid id: ${givenId}`);
    }
    const id = typeof givenId === "string" ? givenId : channel;
    const messageId = this.connection.nextMessageId();
    // Awaited only for an unknown id: frames that follow must find this subscription registered.
    if (!this.#isKnown(channel, id) && !(await this.#isKnownNow(channel, id))) {
      const text = `Invalid subscription id for channel: (${channel}-${id})`;
      return this.#error(text, messageId);
    }
    if (this.#ended) return;
    const limit = CHANNEL_LIMIT[channel];
    if ((this.#counts.get(channel) ?? 0) >= limit) {
      const text = `Per-connection subscription limit reached for ${channel} (limit=${limit}).`;
      return this.#error(text, messageId);
    }
    const key = `${channel}-${id}`;
    if (this.context.settings.rateLimits && this.#subscribes.isExceeded(key)) {
      // The two spaces are upstream's (api.md Q17).
      const advice = "Please  reconnect and try again.";
      this.#error(`Too many subscribe attempts for channel ${key}. ${advice}`, messageId);
      return this.connection.close(CloseCode.rateLimited, RATE_LIMITED);
    }
    if (this.#subscriptions.has(key)) {
      const text = `Invalid subscribe message: already subscribed (${key})`;
      return this.#error(text, messageId, { channel, id });
    }
    await this.#begin(channel, id, Boolean(message.batched), messageId);
  }

  /** Registers first and fetches then, so that no update falls between the two. */
  async #begin(channel: Channel, id: string, batched: boolean, messageId: number): Promise<void> {
    const { topics, fetchSnapshot, onError } = this.context;
    const subscription: Subscription = {
      connection: this.connection,
      channel,
      id,
      batched,
      state: "waiting",
      waiting: [],
      windowStart: 0,
    };
    this.#subscriptions.set(`${channel}-${id}`, subscription);
    this.#counts.set(channel, (this.#counts.get(channel) ?? 0) + 1);
    this.context.onSubscribed(channel, 1);
    topics.add(subscription);
    let snapshot: Snapshot;
    try {
      snapshot = await fetchSnapshot(channel, id, this.requestHeaders);
      if (isOverflown(subscription)) throw new Error("too many updates during the snapshot");
    } catch (error) {
      if (isRemoved(subscription)) return;
      this.#drop(subscription);
      const forbidden = error instanceof SnapshotForbidden;
      if (!forbidden) onError(error, "snapshot failed");
      const text = forbidden
        ? error.message
        : `Internal error, could not fetch data for subscription: ${channel}.`;
      return this.#error(text, messageId, { channel, id });
    }
    if (isRemoved(subscription)) return;
    const { connection } = this;
    connection.sendText(subscribedFrame(connection.id, messageId, channel, id, snapshot.contents));
    topics.goLive(subscription, snapshot);
  }

  #unsubscribe({ channel, id }: ClientMessage): void {
    if (!channel) {
      this.#error("Invalid subscribe message: channel is required");
      return;
    }
    const name = String(channel);
    const subscription = this.#subscriptions.get(`${name}-${id ?? name}`);
    if (subscription) this.#drop(subscription);
    const { connection } = this;
    connection.sendText(unsubscribedFrame(connection.id, connection.nextMessageId(), name, id));
  }

  #drop(subscription: Subscription): void {
    const { channel, id } = subscription;
    this.context.topics.remove(subscription);
    if (!this.#subscriptions.delete(`${channel}-${id}`)) return;
    this.#counts.set(channel, (this.#counts.get(channel) ?? 1) - 1);
    this.context.onSubscribed(channel, -1);
  }

  #isKnown(channel: Channel, id: string): boolean {
    return isValidId(channel, id, (ticker) => this.context.tickers.isTicker(ticker));
  }

  /** Asks for new markets before an id is refused. */
  async #isKnownNow(channel: Channel, id: string): Promise<boolean> {
    if (tickerOfId(channel, id) === undefined) return false;
    await this.context.tickers.refresh();
    return this.#isKnown(channel, id);
  }

  #invalidMessage(text: string): void {
    if (this.context.settings.rateLimits && this.#invalid.isExceeded("")) {
      this.#error("Too many invalid messages. Please reconnect and try again.");
      this.connection.close(CloseCode.rateLimited, RATE_LIMITED);
    } else {
      this.#error(text);
    }
  }

  #error(
    message: string,
    messageId = this.connection.messageId,
    subscription?: { channel: string; id: string | undefined },
  ): void {
    const { connection } = this;
    connection.sendText(errorFrame(connection.id, messageId, message, subscription));
  }
}

// Functions, because the state changes while a snapshot is awaited and the compiler cannot know.
const isOverflown = ({ state }: Subscription) => state === "overflown";
const isRemoved = ({ state }: Subscription) => state === "removed";
