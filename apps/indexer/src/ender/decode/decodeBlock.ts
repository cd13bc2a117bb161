import { eventIdHex, indexerManager } from "@perpetua/protocol";
import { BlockError, parseError } from "../model/blockError.js";
import type { BlockEvent, DecodedBlock, EventPosition, Subtype } from "./blockEvent.js";
import { decodePayload, PAYLOAD_RULES, type Place } from "./payloads.js";

const END_BLOCK = 2;
const END_BLOCK_INDEX = -1;

/** Decodes a `to-ender` message with the payloads of all its events (indexer.md §4.3). */
export function decodeBlock(bytes: Uint8Array): DecodedBlock {
  const block = decodeEnvelope(bytes);
  if (block.time === undefined) throw parseError(`block ${block.height} has no time`);
  return {
    height: block.height,
    time: blockTime(block.time),
    txHashes: block.txHashes,
    events: block.events.map((event) => decodeEvent(block, event)),
  };
}

/**
 * Milliseconds as the recorded network computed them: in a double, then truncated. 641 999 953 ns
 * become .642, not .641 (recording `roundtable`, height 8).
 */
function blockTime({ seconds, nanos }: { seconds: bigint; nanos: number }): Date {
  return new Date(Math.trunc(Number(seconds) * 1_000 + nanos / 1_000_000));
}

/** Only the block's own fields; payloads stay encoded. */
export function decodeEnvelope(bytes: Uint8Array): indexerManager.IndexerTendermintBlock {
  try {
    return indexerManager.IndexerTendermintBlock.decode(bytes);
  } catch (error) {
    throw new BlockError("BLOCK_UNDECODABLE", "undecodable block", { reason: String(error) });
  }
}

function decodeEvent(
  block: indexerManager.IndexerTendermintBlock,
  event: indexerManager.IndexerTendermintEvent,
): BlockEvent {
  const position = positionOf(block, event);
  const { subtype } = event;
  if (!Object.hasOwn(PAYLOAD_RULES, subtype)) {
    return { ...position, subtype: "unknown", name: subtype };
  }
  const place: Place = position.transactionIndex === END_BLOCK_INDEX ? "endBlock" : "transaction";
  // Version 0 is read as 1: the node leaves the field out for the first version.
  const version = event.version === 0 ? 1 : event.version;
  const payload = decodePayload(subtype as Subtype, place, version, event.dataBytes);
  return { ...position, subtype, payload } as BlockEvent;
}

function positionOf(
  block: indexerManager.IndexerTendermintBlock,
  event: indexerManager.IndexerTendermintEvent,
): EventPosition {
  const { height } = block;
  const { eventIndex } = event;
  if (event.transactionIndex === undefined && event.blockEvent !== END_BLOCK) {
    // BEGIN_BLOCK cannot be grouped (indexer.md §4.3-1); no accepted subtype stands there.
    throw parseError(`event of block ${height} has no usable place`, { eventIndex });
  }
  const transactionIndex = event.transactionIndex ?? END_BLOCK_INDEX;
  const transactionHash = transactionIndex < 0 ? "" : block.txHashes[transactionIndex];
  if (transactionHash === undefined) {
    throw parseError(`block ${height} has no transaction ${transactionIndex}`, { eventIndex });
  }
  const eventId = eventIdHex(height, transactionIndex, eventIndex);
  return { transactionIndex, eventIndex, eventId, transactionHash };
}
