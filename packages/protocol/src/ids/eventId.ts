import { bytesToHex } from "@noble/hashes/utils.js";

/** Transaction index of begin-block and end-block events inside event ids. */
export const BEGIN_BLOCK_INDEX = -2;
export const END_BLOCK_INDEX = -1;

const EVENT_ID_LENGTH = 12;

export interface EventIdParts {
  readonly blockHeight: number;
  readonly transactionIndex: number;
  readonly eventIndex: number;
}

/** 12 bytes, three big-endian words: height, transaction index + 2, event index (wire.md §5.4). */
export function eventId(
  blockHeight: number,
  transactionIndex: number,
  eventIndex: number,
): Uint8Array {
  const bytes = new Uint8Array(EVENT_ID_LENGTH);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, blockHeight);
  view.setUint32(4, transactionIndex + 2);
  view.setUint32(8, eventIndex);
  return bytes;
}

/** Lower-case hex, the form inside names and REST answers. */
export function eventIdHex(
  blockHeight: number,
  transactionIndex: number,
  eventIndex: number,
): string {
  return bytesToHex(eventId(blockHeight, transactionIndex, eventIndex));
}

export function parseEventId(bytes: Uint8Array): EventIdParts {
  if (bytes.length !== EVENT_ID_LENGTH) {
    throw new RangeError(`an event id has ${EVENT_ID_LENGTH} bytes, got ${bytes.length}`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return {
    blockHeight: view.getUint32(0),
    transactionIndex: view.getUint32(4) - 2,
    eventIndex: view.getUint32(8),
  };
}
