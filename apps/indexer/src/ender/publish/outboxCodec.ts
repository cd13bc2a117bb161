import type { OutgoingMessage, Topic, TopicMessages } from "@perpetua/messaging";
import type { FundingEffect } from "../output.js";

/** What a committed block still owes to the outside. */
export interface BlockEffects {
  readonly topics: readonly TopicMessages[];
  readonly funding: readonly FundingEffect[];
}

interface Directory {
  readonly topics: readonly {
    readonly topic: Topic;
    readonly messages: readonly {
      /** Bytes of the key, or −1 when there is none. */
      readonly key: number;
      readonly value: number;
      readonly headers?: Record<string, string>;
    }[];
  }[];
  readonly funding: readonly FundingEffect[];
}

const LENGTH_BYTES = 4;
const NO_KEY = -1;

/** One buffer: length of a JSON directory, the directory, then keys and values back to back. */
export function encodeEffects(effects: BlockEffects): Uint8Array {
  const bodies: Uint8Array[] = [];
  const topics = effects.topics.map(({ topic, messages }) => ({
    topic,
    messages: messages.map(({ key, value, headers }) => {
      if (key !== undefined) bodies.push(key);
      bodies.push(value);
      const entry = { key: key?.byteLength ?? NO_KEY, value: value.byteLength };
      return headers === undefined ? entry : { ...entry, headers: textHeaders(headers) };
    }),
  }));
  const directory: Directory = { topics, funding: effects.funding };
  const text = Buffer.from(JSON.stringify(directory), "utf8");
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeUInt32BE(text.byteLength);
  return Buffer.concat([length, text, ...bodies]);
}

/** Inverse of `encodeEffects`. */
export function decodeEffects(payload: Uint8Array): BlockEffects {
  const bytes = Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength);
  let offset = LENGTH_BYTES + bytes.readUInt32BE(0);
  const text = bytes.toString("utf8", LENGTH_BYTES, offset);
  const directory = JSON.parse(text) as Directory;
  const take = (length: number): Uint8Array => {
    const part = bytes.subarray(offset, offset + length);
    offset += length;
    return part;
  };
  const topics = directory.topics.map(({ topic, messages }) => ({
    topic,
    messages: messages.map(
      ({ key, value, headers }): OutgoingMessage => ({
        key: key === NO_KEY ? undefined : take(key),
        value: take(value),
        headers,
      }),
    ),
  }));
  return { topics, funding: directory.funding };
}

/** Ender's own headers are texts; bytes would not survive JSON. */
function textHeaders(headers: NonNullable<OutgoingMessage["headers"]>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => {
      if (typeof value !== "string") throw new Error(`header ${name} is not text`);
      return [name, value];
    }),
  );
}
