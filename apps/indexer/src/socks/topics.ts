import type { Channel } from "./channels.js";
import type { Connection } from "./connection.js";
import { batchTails, dataTail, type Update } from "./frames.js";
import { isInSnapshot } from "./overlap.js";
import type { Snapshot } from "./snapshots.js";

/** Updates that may wait for one snapshot; a snapshot takes at most some seconds. */
const MAX_WAITING_UPDATES = 20_000;

/** One subscription of one connection. */
export interface Subscription {
  readonly connection: Connection;
  readonly channel: Channel;
  readonly id: string;
  readonly batched: boolean;
  /** `overflown`: more came during the snapshot than is kept. */
  state: "waiting" | "overflown" | "live" | "removed";
  /** Updates that arrived while the snapshot was fetched. */
  waiting: Update[];
  /** First update of the running batch window that this subscription has not had. */
  windowStart: number;
}

interface Topic {
  readonly waiting: Set<Subscription>;
  readonly live: Set<Subscription>;
  readonly batched: Set<Subscription>;
  /** Updates since the last batch flush, kept only while someone wants batches. */
  window: Update[];
}

/**
 * Who gets which updates. A subscription is registered before its snapshot is fetched and keeps
 * what arrives meanwhile, so that nothing is lost between the two.
 */
export class Topics {
  readonly #topics = new Map<string, Topic>();

  add(subscription: Subscription): void {
    const key = topicKey(subscription.channel, subscription.id);
    const topic = this.#topics.get(key) ?? newTopic();
    this.#topics.set(key, topic);
    topic.waiting.add(subscription);
  }

  remove(subscription: Subscription): void {
    const key = topicKey(subscription.channel, subscription.id);
    const topic = this.#topics.get(key);
    if (!topic) return;
    topic.waiting.delete(subscription);
    topic.live.delete(subscription);
    topic.batched.delete(subscription);
    subscription.waiting = [];
    subscription.state = "removed";
    if (topic.batched.size === 0) topic.window = [];
    if (topic.waiting.size + topic.live.size + topic.batched.size === 0) this.#topics.delete(key);
  }

  /** Sends what arrived during the snapshot and is not part of it; from now on updates flow. */
  goLive(subscription: Subscription, snapshot: Snapshot): void {
    const topic = this.#topics.get(topicKey(subscription.channel, subscription.id));
    if (!topic?.waiting.delete(subscription)) return;
    const missed = subscription.waiting.filter((update) => !isInSnapshot(update, snapshot));
    subscription.waiting = [];
    subscription.state = "live";
    const { connection } = subscription;
    if (subscription.batched) {
      for (const tail of batchTails(missed)) connection.sendBatch(tail);
      subscription.windowStart = topic.window.length;
      topic.batched.add(subscription);
    } else {
      for (const update of missed) connection.sendData(dataTail(update));
      topic.live.add(subscription);
    }
  }

  /** Hands an update to its subscribers; returns how many got or will get it. */
  publish(update: Update): number {
    const topic = this.#topics.get(topicKey(update.channel, update.id));
    if (!topic) return 0;
    if (topic.live.size > 0) {
      const tail = dataTail(update);
      for (const { connection } of topic.live) connection.sendData(tail);
    }
    if (topic.batched.size > 0) topic.window.push(update);
    for (const subscription of topic.waiting) {
      if (subscription.waiting.length < MAX_WAITING_UPDATES) subscription.waiting.push(update);
      // The snapshot will be refused rather than delivered with a hole behind it.
      else subscription.state = "overflown";
    }
    return topic.live.size + topic.batched.size;
  }

  /** Sends the window of every topic to its batched subscribers (every 250 ms, api.md §3.10). */
  flushBatches(): void {
    for (const topic of this.#topics.values()) {
      if (topic.window.length === 0) continue;
      const { window } = topic;
      topic.window = [];
      const tails = batchTails(window);
      for (const subscription of topic.batched) {
        const { windowStart, connection } = subscription;
        subscription.windowStart = 0;
        const own = windowStart === 0 ? tails : batchTails(window.slice(windowStart));
        for (const tail of own) connection.sendBatch(tail);
      }
    }
  }

  get size(): number {
    return this.#topics.size;
  }
}

function newTopic(): Topic {
  return { waiting: new Set(), live: new Set(), batched: new Set(), window: [] };
}

function topicKey(channel: Channel, id: string): string {
  return `${channel} ${id}`;
}
