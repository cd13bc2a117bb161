import type { Channel, StreamHandler, StreamState, StreamTransport } from "./streams";

interface Entry {
  channel: Channel;
  handler: StreamHandler;
  leave: () => void;
}

/**
 * The socket first, the event streams while the socket cannot be reached (web.md §3.4: second
 * endpoint after two failures). The socket keeps trying and takes over again when it is back; every
 * move begins with fresh snapshots, so nothing of the other connection lingers.
 */
export class FailoverTransport implements StreamTransport {
  private readonly entries = new Set<Entry>();
  private readonly listeners = new Set<(state: StreamState) => void>();
  private secondary: StreamTransport | null = null;

  constructor(
    private readonly primary: StreamTransport,
    private readonly makeSecondary: () => StreamTransport,
  ) {
    primary.onState((state) => this.primaryChanged(state));
  }

  private get active(): StreamTransport {
    return this.secondary ?? this.primary;
  }

  get state(): StreamState {
    return this.active.state;
  }

  subscribe(channel: Channel, handler: StreamHandler): () => void {
    const entry: Entry = { channel, handler, leave: this.active.subscribe(channel, handler) };
    this.entries.add(entry);
    return () => {
      this.entries.delete(entry);
      entry.leave();
    };
  }

  resync(channel: Channel): void {
    this.active.resync(channel);
  }

  onState(listener: (state: StreamState) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  retryNow(): void {
    this.primary.retryNow();
    this.secondary?.retryNow();
  }

  close(): void {
    this.primary.close();
    this.secondary?.close();
  }

  private primaryChanged(state: StreamState): void {
    if (state === "offline" && !this.secondary) {
      const secondary = this.makeSecondary();
      secondary.onState(() => this.tell());
      this.secondary = secondary;
      this.moveTo(secondary);
    } else if (state === "live" && this.secondary) {
      const left = this.secondary;
      this.secondary = null;
      this.moveTo(this.primary);
      left.close();
    }
    this.tell();
  }

  private moveTo(transport: StreamTransport): void {
    for (const entry of this.entries) {
      entry.leave();
      entry.leave = transport.subscribe(entry.channel, entry.handler);
    }
  }

  private tell(): void {
    for (const listener of this.listeners) listener(this.state);
  }
}
