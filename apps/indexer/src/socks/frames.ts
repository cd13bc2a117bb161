import { Channel } from "./channels.js";

/**
 * Frames (api.md §3.5). A data frame differs between sockets only in connection id and message id,
 * which stand at its front; everything behind them is built once per update and shared.
 */

/** One update of one topic, before and after encoding. */
export interface Update {
  readonly channel: Channel;
  /** Id inside this service; equals the client's except on the id-less channels. */
  readonly id: string;
  readonly version: string;
  /** JSON text of the update's contents, as it came from Kafka. */
  readonly contents: string;
  /** Child that the update is about, on the parent channel. */
  readonly subaccountNumber?: number | undefined;
  /** Block that caused it; undefined for what comes from the mempool. */
  readonly blockHeight?: number | undefined;
}

/** Everything behind the message id of a `channel_data` frame. */
export function dataTail(update: Update): Buffer {
  return tail(update, update.contents);
}

/** Everything behind the message id of a `channel_batch_data` frame. */
export function batchTail(updates: readonly [Update, ...Update[]]): Buffer {
  return tail(updates[0], `[${updates.map(({ contents }) => contents).join(",")}]`);
}

function tail(update: Update, contents: string): Buffer {
  const { channel, id, version, subaccountNumber } = update;
  const idField = channel === Channel.markets ? "" : `,"id":${JSON.stringify(id)}`;
  const child = subaccountNumber === undefined ? "" : `,"subaccountNumber":${subaccountNumber}`;
  return Buffer.from(
    `${idField},"channel":"${channel}","version":"${version}","contents":${contents}${child}}`,
  );
}

/** Groups a window of updates into batch frames: one per version and child, oldest first. */
export function batchTails(updates: readonly Update[]): Buffer[] {
  const groups = new Map<string, [Update, ...Update[]]>();
  for (const update of updates) {
    const key = `${update.version}/${update.subaccountNumber}`;
    const group = groups.get(key);
    if (group) group.push(update);
    else groups.set(key, [update]);
  }
  return [...groups.values()].map(batchTail);
}

/** Front of a frame up to the digits of the message id. */
export function frameHead(type: "channel_data" | "channel_batch_data", connectionId: string) {
  return Buffer.from(`{"type":"${type}","connection_id":"${connectionId}","message_id":`);
}

export function connectedFrame(connectionId: string): string {
  return JSON.stringify({ type: "connected", connection_id: connectionId, message_id: 0 });
}

/** `contents` is JSON text that is passed through as it is. */
export function subscribedFrame(
  connectionId: string,
  messageId: number,
  channel: Channel,
  id: string,
  contents: string,
): string {
  const idField = channel === Channel.markets ? "" : `"id":${JSON.stringify(id)},`;
  const front = `{"type":"subscribed","connection_id":"${connectionId}","message_id":${messageId}`;
  return `${front},"channel":"${channel}",${idField}"contents":${contents}}`;
}

export function unsubscribedFrame(
  connectionId: string,
  messageId: number,
  channel: string,
  id: unknown,
): string {
  return JSON.stringify({
    type: "unsubscribed",
    connection_id: connectionId,
    message_id: messageId,
    channel,
    id: channel === Channel.markets ? undefined : id,
  });
}

export function errorFrame(
  connectionId: string,
  messageId: number,
  message: string,
  subscription?: { channel: string; id: string | undefined },
): string {
  return JSON.stringify({
    type: "error",
    message,
    connection_id: connectionId,
    message_id: messageId,
    channel: subscription?.channel,
    id: subscription?.id,
  });
}

/** Length of the header of an unmasked WebSocket frame (RFC 6455 §5.2). */
export function headerLength(payloadBytes: number): number {
  if (payloadBytes < 126) return 2;
  return payloadBytes < 65_536 ? 4 : 10;
}

/** Writes the header of a final text frame; returns the offset behind it. */
export function writeHeader(target: Buffer, offset: number, payloadBytes: number): number {
  target[offset] = 0x81;
  if (payloadBytes < 126) {
    target[offset + 1] = payloadBytes;
    return offset + 2;
  }
  if (payloadBytes < 65_536) {
    target[offset + 1] = 126;
    target.writeUInt16BE(payloadBytes, offset + 2);
    return offset + 4;
  }
  target[offset + 1] = 127;
  target.writeUInt32BE(Math.floor(payloadBytes / 2 ** 32), offset + 2);
  target.writeUInt32BE(payloadBytes >>> 0, offset + 6);
  return offset + 10;
}
