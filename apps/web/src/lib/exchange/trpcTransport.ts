import {
  type Channel,
  channelKey,
  type StreamHandler,
  type StreamState,
  type StreamTransport,
} from "./streams";
import type { ApiClient } from "./trpcExchange";
import type { Resolution } from "./wire";

type FeedInput = Parameters<ApiClient["stream"]["feed"]["subscribe"]>[0];
type FeedChannel = FeedInput["channels"][number];
/** What of a feed event says which subscription it answers. */
interface FeedLabel {
  channel: FeedChannel["channel"];
  ticker?: string;
  resolution?: string;
  address?: string;
  subaccountNumber?: number;
  kind: "snapshot" | "update";
  contents: unknown;
}

const CANDLES = 1000;
const TRADES = 200;

/**
 * Live streams over tRPC's event streams: two connections, one for what belongs to the market on
 * screen and one for the rest, so that a switch of markets leaves the account's stream alone. The
 * client library reconnects with the last event's id.
 */
export class TrpcTransport implements StreamTransport {
  private readonly groups: Record<GroupName, Group>;
  private readonly listeners = new Set<(state: StreamState) => void>();
  state: StreamState = "connecting";

  constructor(api: ApiClient) {
    const onState = (state: StreamState): void => this.setState(state);
    this.groups = { market: new Group(api, onState), base: new Group(api, onState) };
  }

  subscribe(channel: Channel, handler: StreamHandler): () => void {
    return this.groups[groupOf(channel)].add(channel, handler);
  }

  resync(channel: Channel): void {
    this.groups[groupOf(channel)].reopen();
  }

  onState(listener: (state: StreamState) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  retryNow(): void {
    for (const group of Object.values(this.groups)) if (!group.live) group.reopen();
  }

  close(): void {
    for (const group of Object.values(this.groups)) group.close();
  }

  private setState(state: StreamState): void {
    if (state === this.state) return;
    this.state = state;
    for (const listener of this.listeners) listener(state);
  }
}

type GroupName = "market" | "base";
const groupOf = (channel: Channel): GroupName =>
  channel.name === "v4_orderbook" || channel.name === "v4_trades" || channel.name === "v4_candles"
    ? "market"
    : "base";

class Group {
  live = false;
  private readonly members = new Map<string, { channel: Channel; handlers: Set<StreamHandler> }>();
  private stop: (() => void) | null = null;
  private scheduled = false;

  constructor(
    private readonly api: ApiClient,
    private readonly onState: (state: StreamState) => void,
  ) {}

  add(channel: Channel, handler: StreamHandler): () => void {
    const key = channelKey(channel);
    const member = this.members.get(key) ?? { channel, handlers: new Set() };
    this.members.set(key, member);
    member.handlers.add(handler);
    this.reopen();
    return () => {
      member.handlers.delete(handler);
      if (member.handlers.size > 0 || this.members.get(key) !== member) return;
      this.members.delete(key);
      this.reopen();
    };
  }

  /** Changes of one tick of the event loop open one new stream. */
  reopen(): void {
    if (this.scheduled) return;
    this.scheduled = true;
    queueMicrotask(() => {
      this.scheduled = false;
      this.open();
    });
  }

  close(): void {
    this.members.clear();
    this.stop?.();
    this.stop = null;
  }

  private open(): void {
    this.stop?.();
    this.stop = null;
    if (this.members.size === 0) return;
    const channels = [...this.members.values()].map(({ channel }) => feedChannel(channel));
    const subscription = this.api.stream.feed.subscribe(
      { channels },
      {
        onConnectionStateChange: (next) => {
          this.live = next.state === "pending";
          this.onState(next.state === "pending" ? "live" : "reconnecting");
        },
        onData: (event) => this.deliver(event.data as FeedLabel),
        onError: () => this.onState("offline"),
      },
    );
    this.stop = () => subscription.unsubscribe();
  }

  private deliver(event: FeedLabel): void {
    const member = this.members.get(keyOfEvent(event));
    for (const handler of member?.handlers ?? []) {
      if (event.kind === "snapshot") handler.snapshot(event.contents);
      else handler.update([event.contents]);
    }
  }
}

function feedChannel(channel: Channel): FeedChannel {
  switch (channel.name) {
    case "v4_markets":
      return { channel: "markets" };
    case "v4_block_height":
      return { channel: "blockHeight" };
    case "v4_orderbook":
      return { channel: "orderbook", ticker: channel.id };
    case "v4_trades":
      return { channel: "trades", ticker: channel.id, limit: TRADES };
    case "v4_candles": {
      const [ticker = "", resolution] = channel.id.split("/");
      return { channel: "candles", ticker, resolution: resolution as Resolution, limit: CANDLES };
    }
    case "v4_subaccounts": {
      const [address = "", number] = channel.id.split("/");
      return { channel: "subaccount", address, subaccountNumber: Number(number) };
    }
  }
}

function keyOfEvent(event: FeedLabel): string {
  switch (event.channel) {
    case "markets":
      return "v4_markets";
    case "blockHeight":
      return "v4_block_height";
    case "orderbook":
      return `v4_orderbook|${event.ticker}`;
    case "trades":
      return `v4_trades|${event.ticker}`;
    case "candles":
      return `v4_candles|${event.ticker}/${event.resolution}`;
    default:
      return `v4_subaccounts|${event.address}/${event.subaccountNumber}`;
  }
}
