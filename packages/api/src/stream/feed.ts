import type { WebsocketTopic } from "@perpetua/messaging";
import { tracked } from "@trpc/server";
import { formatCursor, NO_CURSOR, parseCursor } from "./cursor.js";
import { MessageQueue } from "./messageQueue.js";
import type { StreamHub, StreamMessage } from "./streamHub.js";

/** A channel as a feed sees it: where its messages come from and what they become. */
export interface FeedSource<Event> {
  readonly channel: string;
  readonly topic: WebsocketTopic;
  snapshot(): Promise<Event>;
  /** Undefined when this subscriber has nothing to see of the message. */
  update(contents: unknown): Event | undefined;
}

export interface FeedOptions {
  readonly lastEventId?: string | null | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Unread messages after which a slow subscriber is given a snapshot instead. */
  readonly queueLimit?: number;
}

const QUEUE_LIMIT = 5_000;

/**
 * Snapshots of all sources, then their updates. The listener is registered before the snapshots are
 * read (Q13), so nothing falls between; what the snapshot already shows may come once more, and
 * applying an update twice changes nothing. Event ids are positions in the topics: a subscriber
 * that
 * comes back with one gets what it missed, or snapshots when that is no longer known.
 */
export async function* feed<Event>(
  hub: StreamHub,
  sources: readonly FeedSource<Event>[],
  options: FeedOptions = {},
) {
  const { signal } = options;
  const bySource = groupByChannel(sources);
  const channels = new Set(bySource.keys());
  const topics = new Set(sources.map((source) => source.topic));
  const queue = new MessageQueue(options.queueLimit ?? QUEUE_LIMIT);
  const stop = hub.listen([...channels], queue);

  function* updates(position: Map<string, number>, messages: readonly StreamMessage[]) {
    for (const message of messages) {
      if (message.offset <= (position.get(message.lane) ?? -1)) continue;
      position.set(message.lane, message.offset);
      const events = (bySource.get(message.channel) ?? [])
        .map((source) => source.update(message.contents))
        .filter((event): event is Awaited<Event> => event !== undefined);
      const id = formatCursor(position);
      for (const event of events) yield tracked(id, event as Event);
    }
  }

  try {
    const seen = parseCursor(options.lastEventId);
    let position = new Map<string, number>(seen ?? []);
    const missed = seen === undefined ? undefined : hub.since(seen, channels, topics);
    let needsSnapshot = missed === undefined;
    if (missed !== undefined) yield* updates(position, missed);
    while (signal?.aborted !== true) {
      if (needsSnapshot) {
        position = hub.position(topics);
        const snapshots = await Promise.all(sources.map((source) => source.snapshot()));
        const last = snapshots.length - 1;
        for (const [index, event] of snapshots.entries()) {
          yield tracked(index === last ? formatCursor(position) : NO_CURSOR, event);
        }
        needsSnapshot = false;
      }
      await queue.wait(signal);
      const messages = queue.take();
      if (messages === "overflow") needsSnapshot = true;
      else yield* updates(position, messages);
    }
  } finally {
    stop();
  }
}

function groupByChannel<Event>(sources: readonly FeedSource<Event>[]) {
  const groups = new Map<string, FeedSource<Event>[]>();
  for (const source of sources) {
    groups.set(source.channel, [...(groups.get(source.channel) ?? []), source]);
  }
  return groups;
}
