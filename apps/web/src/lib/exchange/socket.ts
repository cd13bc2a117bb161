import {
  backoffMs,
  type Channel,
  channelKey,
  type StreamHandler,
  type StreamState,
  type StreamTransport,
} from "./streams";

interface Subscription {
  channel: Channel;
  handlers: Set<StreamHandler>;
  /** Set while nobody listens: the subscription lingers so that flips do not churn. */
  linger: ReturnType<typeof setTimeout> | null;
  /** Frames before the snapshot belong to the time before it and are dropped. */
  live: boolean;
}

interface Frame {
  type: string;
  channel?: Channel["name"];
  id?: string;
  message?: string;
  contents?: unknown;
}

const LINGER_MS = 5000;
/** The chain commits every half second; silence this long on a live socket means a dead one. */
const SILENCE_MS = 20_000;

/**
 * All live streams over one WebSocket to the socks service (api.md §3): one connection instead of
 * one per stream, because browsers allow six HTTP/1.1 connections per host and a page that spends
 * them on event streams cannot load anything else. Reconnects by itself and re-subscribes; every
 * reconnect begins with fresh snapshots, because the service has no resume (§3.6).
 */
export class SocketTransport implements StreamTransport {
  private socket: WebSocket | null = null;
  private readonly subscriptions = new Map<string, Subscription>();
  private readonly listeners = new Set<(state: StreamState) => void>();
  private timer: ReturnType<typeof setTimeout> | null = null;
  private silence: ReturnType<typeof setTimeout> | null = null;
  private attempt = 0;
  private closed = false;
  state: StreamState = "connecting";

  constructor(private readonly url: string) {}

  subscribe(channel: Channel, handler: StreamHandler): () => void {
    const key = channelKey(channel);
    const existing = this.subscriptions.get(key);
    if (existing) {
      this.join(existing, handler);
      return () => this.leave(key, handler);
    }
    const entry: Subscription = {
      channel,
      handlers: new Set([handler]),
      linger: null,
      live: false,
    };
    this.subscriptions.set(key, entry);
    if (!this.socket) this.connect();
    else this.send("subscribe", channel);
    return () => this.leave(key, handler);
  }

  /** A late joiner needs a snapshot of its own, so the channel is taken anew. */
  private join(entry: Subscription, handler: StreamHandler): void {
    if (entry.linger) clearTimeout(entry.linger);
    entry.linger = null;
    entry.handlers.add(handler);
    if (entry.live) this.resync(entry.channel);
  }

  private leave(key: string, handler: StreamHandler): void {
    const entry = this.subscriptions.get(key);
    if (!entry?.handlers.delete(handler) || entry.handlers.size > 0) return;
    entry.linger = setTimeout(() => {
      this.subscriptions.delete(key);
      this.send("unsubscribe", entry.channel);
    }, LINGER_MS);
  }

  resync(channel: Channel): void {
    const entry = this.subscriptions.get(channelKey(channel));
    if (!entry || !this.isOpen()) return;
    entry.live = false;
    this.send("unsubscribe", channel);
    this.send("subscribe", channel);
  }

  onState(listener: (state: StreamState) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  retryNow(): void {
    if (this.closed || this.isOpen() || this.socket?.readyState === WebSocket.CONNECTING) return;
    if (this.timer) clearTimeout(this.timer);
    this.connect();
  }

  close(): void {
    this.closed = true;
    if (this.timer) clearTimeout(this.timer);
    if (this.silence) clearTimeout(this.silence);
    this.socket?.close();
    this.socket = null;
  }

  private isOpen(): boolean {
    return this.socket?.readyState === WebSocket.OPEN;
  }

  private setState(state: StreamState): void {
    if (state === this.state) return;
    this.state = state;
    for (const listener of this.listeners) listener(state);
  }

  private connect(): void {
    if (this.closed) return;
    this.timer = null;
    const socket = new WebSocket(this.url);
    this.socket = socket;
    socket.onopen = () => {
      this.attempt = 0;
      for (const entry of this.subscriptions.values()) this.send("subscribe", entry.channel);
      this.watchSilence();
      this.setState("live");
    };
    socket.onmessage = (event: MessageEvent<string>) => {
      this.watchSilence();
      this.receive(event.data);
    };
    // An error is always followed by a close, which reconnects.
    socket.onerror = () => undefined;
    socket.onclose = () => {
      if (this.socket === socket) this.reconnect();
    };
  }

  private reconnect(): void {
    this.socket = null;
    for (const entry of this.subscriptions.values()) entry.live = false;
    if (this.silence) clearTimeout(this.silence);
    this.attempt += 1;
    this.setState(this.attempt > 2 ? "offline" : "reconnecting");
    this.timer = setTimeout(() => this.connect(), backoffMs(this.attempt - 1));
  }

  private watchSilence(): void {
    if (this.silence) clearTimeout(this.silence);
    this.silence = setTimeout(() => this.socket?.close(), SILENCE_MS);
  }

  private send(type: "subscribe" | "unsubscribe", channel: Channel): void {
    if (!this.isOpen()) return;
    const id = "id" in channel ? { id: channel.id } : {};
    this.socket?.send(JSON.stringify({ type, channel: channel.name, ...id }));
  }

  private receive(text: string): void {
    const frame = JSON.parse(text) as Frame;
    const entry = this.entryOf(frame);
    if (!entry) return;
    if (frame.type === "subscribed") {
      entry.live = true;
      for (const handler of entry.handlers) handler.snapshot(frame.contents);
    } else if (frame.type === "channel_data" && entry.live) {
      for (const handler of entry.handlers) handler.update([frame.contents]);
    } else if (frame.type === "channel_batch_data" && entry.live) {
      for (const handler of entry.handlers) handler.update(frame.contents as unknown[]);
    } else if (frame.type === "error") {
      for (const handler of entry.handlers) handler.refused?.(frame.message ?? "refused");
    }
  }

  /** Errors before the snapshot name no channel but put `(channel-id)` into their text. */
  private entryOf(frame: Frame): Subscription | undefined {
    if (frame.channel) {
      const named = frame.id && frame.id !== frame.channel;
      return this.subscriptions.get(named ? `${frame.channel}|${frame.id}` : frame.channel);
    }
    if (frame.type !== "error") return undefined;
    for (const entry of this.subscriptions.values()) {
      const id = "id" in entry.channel ? entry.channel.id : "";
      if (frame.message?.includes(`(${entry.channel.name}-${id})`)) return entry;
    }
    return undefined;
  }
}
