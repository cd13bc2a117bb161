import { decodeValue, Topic, type WebsocketTopic } from "@perpetua/messaging";
import { socksProto } from "@perpetua/protocol";
import type { Candle } from "../schemas/candles.js";
import { CHILDREN_MODULUS } from "../stores/ids.js";

/** One message of a `to-websockets-*` topic, addressed to one channel. */
export interface StreamMessage {
  readonly channel: string;
  readonly lane: string;
  readonly offset: number;
  /** Parsed once for all subscribers. */
  readonly contents: unknown;
}

/** Receives messages of the channels that it registered for. */
export interface StreamListener {
  onMessage(message: StreamMessage): void;
}

/** Newest offset per lane (`topic.partition`). */
export type StreamPosition = ReadonlyMap<string, number>;

export interface RawMessage {
  readonly topic: WebsocketTopic;
  readonly partition: number;
  readonly offset: string;
  readonly value: Uint8Array | undefined;
}

const RESOLUTIONS = new Map<socksProto.CandleMessage_Resolution, Candle["resolution"]>([
  [socksProto.CandleMessage_Resolution.ONE_MINUTE, "1MIN"],
  [socksProto.CandleMessage_Resolution.FIVE_MINUTES, "5MINS"],
  [socksProto.CandleMessage_Resolution.FIFTEEN_MINUTES, "15MINS"],
  [socksProto.CandleMessage_Resolution.THIRTY_MINUTES, "30MINS"],
  [socksProto.CandleMessage_Resolution.ONE_HOUR, "1HOUR"],
  [socksProto.CandleMessage_Resolution.FOUR_HOURS, "4HOURS"],
  [socksProto.CandleMessage_Resolution.ONE_DAY, "1DAY"],
]);

/** Internal names of channels; markets go by clob pair id, which messages carry. */
export const channelName = {
  orderbook: (clobPairId: string) => `orderbook/${clobPairId}`,
  trades: (clobPairId: string) => `trades/${clobPairId}`,
  candles: (clobPairId: string, resolution: string) => `candles/${clobPairId}/${resolution}`,
  subaccount: (owner: string, number: number) => `subaccount/${owner}/${number}`,
  parentSubaccount: (owner: string, parent: number) => `parentSubaccount/${owner}/${parent}`,
  markets: "markets",
  blockHeight: "blockHeight",
} as const;

interface Decoded {
  readonly channel: string;
  readonly contents: unknown;
}

/** Transfers between two children of one parent are not shown on the parent (api.md §3.9). */
function withoutInnerTransfer(owner: string, contents: Record<string, unknown>) {
  const transfer = contents.transfers as
    | Record<"sender" | "recipient", { address: string; subaccountNumber?: number }>
    | undefined;
  const { sender, recipient } = transfer ?? {};
  const from = sender?.subaccountNumber;
  const to = recipient?.subaccountNumber;
  const isInner =
    sender?.address === owner &&
    recipient?.address === owner &&
    from !== undefined &&
    to !== undefined &&
    from % CHILDREN_MODULUS === to % CHILDREN_MODULUS;
  if (!isInner) return contents;
  const { transfers: _, ...rest } = contents;
  return rest;
}

function decodeSubaccount(value: Uint8Array): Decoded[] {
  const message = decodeValue(Topic.subaccounts, value);
  if (message.subaccountId === undefined) return [];
  const { owner, number } = message.subaccountId;
  const contents = JSON.parse(message.contents) as Record<string, unknown>;
  return [
    { channel: channelName.subaccount(owner, number), contents },
    {
      channel: channelName.parentSubaccount(owner, number % CHILDREN_MODULUS),
      contents: { subaccountNumber: number, contents: withoutInnerTransfer(owner, contents) },
    },
  ];
}

/** A message may concern several channels. */
function decode({ topic, value }: RawMessage): Decoded[] {
  if (value === undefined) return [];
  switch (topic) {
    case Topic.orderbooks: {
      const { clobPairId, contents } = decodeValue(topic, value);
      return [{ channel: channelName.orderbook(clobPairId), contents: JSON.parse(contents) }];
    }
    case Topic.trades: {
      const { clobPairId, contents } = decodeValue(topic, value);
      return [{ channel: channelName.trades(clobPairId), contents: JSON.parse(contents) }];
    }
    case Topic.candles: {
      const { clobPairId, resolution, contents } = decodeValue(topic, value);
      const name = RESOLUTIONS.get(resolution) ?? "unknown";
      return [{ channel: channelName.candles(clobPairId, name), contents: JSON.parse(contents) }];
    }
    case Topic.markets: {
      const { contents } = decodeValue(topic, value);
      return [{ channel: channelName.markets, contents: JSON.parse(contents) }];
    }
    case Topic.blockHeight: {
      const { blockHeight, time } = decodeValue(topic, value);
      return [{ channel: channelName.blockHeight, contents: { blockHeight, time } }];
    }
    case Topic.subaccounts:
      return decodeSubaccount(value);
  }
}

/** The last messages of one partition, gapless from `oldest` to `newest`. */
interface Lane {
  readonly messages: StreamMessage[];
  /** Offset of the first message still held, or the next expected when none is. */
  oldest: number;
  newest: number;
}

export interface StreamHubOptions {
  /** Messages kept per partition for subscribers that reconnect. */
  readonly ringSize?: number;
  /** Told about messages that could not be decoded; they are skipped. */
  readonly onMalformed?: (message: RawMessage, error: unknown) => void;
}

/**
 * Fans the live topics out to subscriptions and remembers the newest messages of each partition in
 * a bounded ring, so that a subscriber that comes back with the id of its last event misses
 * nothing. Kafka offsets are the ids: they are the same in every comlink process.
 */
export class StreamHub {
  readonly #ringSize: number;
  readonly #onMalformed: StreamHubOptions["onMalformed"];
  readonly #lanes = new Map<string, Lane>();
  readonly #listeners = new Map<string, Set<StreamListener>>();

  constructor(options: StreamHubOptions = {}) {
    this.#ringSize = options.ringSize ?? 20_000;
    this.#onMalformed = options.onMalformed;
  }

  /** Takes one message from Kafka, in partition order. Repeated offsets are ignored. */
  ingest(raw: RawMessage): void {
    const lane = `${raw.topic}.${raw.partition}`;
    const offset = Number(raw.offset);
    const state = this.#lanes.get(lane) ?? { messages: [], oldest: offset, newest: offset - 1 };
    this.#lanes.set(lane, state);
    if (offset <= state.newest) return;
    state.newest = offset;
    for (const decoded of this.#decode(raw)) {
      const message = { ...decoded, lane, offset };
      this.#remember(state, message);
      for (const listener of this.#listeners.get(message.channel) ?? []) {
        listener.onMessage(message);
      }
    }
  }

  #decode(raw: RawMessage): Decoded[] {
    try {
      return decode(raw);
    } catch (error) {
      this.#onMalformed?.(raw, error);
      return [];
    }
  }

  #remember(lane: Lane, message: StreamMessage): void {
    lane.messages.push(message);
    // PERF: the ring is cut in halves, so that a message costs a constant amount on average.
    if (lane.messages.length < this.#ringSize * 2) return;
    lane.messages.splice(0, lane.messages.length - this.#ringSize);
    lane.oldest = lane.messages[0]?.offset ?? lane.newest + 1;
  }

  /** Registers for channels; call the result to end it. */
  listen(channels: readonly string[], listener: StreamListener): () => void {
    for (const channel of channels) {
      const set = this.#listeners.get(channel) ?? new Set();
      this.#listeners.set(channel, set.add(listener));
    }
    return () => {
      for (const channel of channels) {
        const set = this.#listeners.get(channel);
        set?.delete(listener);
        if (set?.size === 0) this.#listeners.delete(channel);
      }
    };
  }

  /** Where the lanes of some topics stand now. */
  position(topics: ReadonlySet<WebsocketTopic>): Map<string, number> {
    const position = new Map<string, number>();
    for (const [name, lane] of this.#lanes) {
      if (belongsTo(name, topics)) position.set(name, lane.newest);
    }
    return position;
  }

  /** Messages after a position; undefined when some may have been forgotten or never seen. */
  since(
    position: StreamPosition,
    channels: ReadonlySet<string>,
    topics: ReadonlySet<WebsocketTopic>,
  ): StreamMessage[] | undefined {
    const found: StreamMessage[] = [];
    for (const name of position.keys()) if (!this.#lanes.has(name)) return undefined;
    for (const [name, lane] of this.#lanes) {
      if (!belongsTo(name, topics)) continue;
      const seen = position.get(name);
      // A lane that was empty then has only new messages if it began at the very first offset.
      if ((seen ?? -1) < lane.oldest - 1 || (seen ?? -1) > lane.newest) return undefined;
      for (const message of lane.messages) {
        if (message.offset > (seen ?? -1) && channels.has(message.channel)) found.push(message);
      }
    }
    return found;
  }
}

function belongsTo(lane: string, topics: ReadonlySet<WebsocketTopic>): boolean {
  return topics.has(lane.slice(0, lane.lastIndexOf(".")) as WebsocketTopic);
}
