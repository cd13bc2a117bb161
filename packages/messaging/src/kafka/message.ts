import type { Headers } from "./headers.js";
import type { Topic } from "./topics.js";

/** A record to be produced. Values are encoded by the codecs of `codecs.ts`. */
export interface OutgoingMessage {
  readonly key?: Uint8Array | undefined;
  readonly value: Uint8Array;
  readonly headers?: Headers | undefined;
}

/** A record as a consumer receives it. */
export interface IncomingMessage {
  readonly topic: Topic;
  readonly partition: number;
  readonly offset: string;
  readonly key: Uint8Array | undefined;
  readonly value: Uint8Array | undefined;
  readonly headers: Headers | undefined;
  /** Broker or producer time in ms; undefined only for records without one. */
  readonly timestampMs: number | undefined;
}

/** Messages of one topic, in order. */
export interface TopicMessages {
  readonly topic: Topic;
  readonly messages: readonly OutgoingMessage[];
}

/** Size that counts against batch limits: key and value, not headers (indexer.md §3.3). */
export function messageBytes(message: OutgoingMessage): number {
  return message.value.byteLength + (message.key?.byteLength ?? 0);
}
