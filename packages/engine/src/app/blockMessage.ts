import { indexerManager } from "@perpetua/protocol";
import { BlockEventPhase, type BlockHeader, type IndexerEvent } from "../state/index.js";

/**
 * Builds the IndexerTendermintBlock of a block (app.md §2.2): transaction events grouped by hash in
 * first-seen order, then block events in order of emission; indexes count per hash and per phase.
 */
export function buildBlockMessage(
  header: BlockHeader,
  events: readonly IndexerEvent[],
): Uint8Array {
  const byHash = new Map<string, IndexerEvent[]>();
  const blockEvents: IndexerEvent[] = [];
  for (const event of events) {
    if (typeof event.origin !== "string") {
      blockEvents.push(event);
      continue;
    }
    const group = byHash.get(event.origin);
    if (group === undefined) byHash.set(event.origin, [event]);
    else group.push(event);
  }
  const encoded: indexerManager.IndexerTendermintEvent[] = [];
  let transactionIndex = 0;
  for (const group of byHash.values()) {
    for (const [eventIndex, event] of group.entries()) {
      encoded.push({ ...encodeEvent(event, eventIndex), transactionIndex });
    }
    transactionIndex++;
  }
  const next = { [BlockEventPhase.BeginBlock]: 0, [BlockEventPhase.EndBlock]: 0 };
  for (const event of blockEvents) {
    const phase = event.origin as BlockEventPhase;
    encoded.push({ ...encodeEvent(event, next[phase]++), blockEvent: phase as number });
  }
  return indexerManager.IndexerTendermintBlock.encode({
    height: header.height,
    time: { seconds: BigInt(header.seconds), nanos: header.nanos },
    events: encoded,
    txHashes: [...byHash.keys()],
  }).finish();
}

function encodeEvent(event: IndexerEvent, eventIndex: number) {
  return {
    subtype: event.subtype,
    eventIndex,
    version: event.version,
    dataBytes: event.encode(),
  };
}
