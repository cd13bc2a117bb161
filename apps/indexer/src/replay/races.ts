import { decodeValue, Header, headerText, Topic } from "@perpetua/messaging";
import {
  indexerEvents,
  indexerManager,
  type indexerV1,
  offChainUpdates,
  uuidFromOrder,
} from "@perpetua/protocol";
import type { RecordedMessage } from "./recording.js";

/** The two states that a race over an order may leave. */
const OUTCOMES: readonly unknown[] = ["OPEN", "BEST_EFFORT_CANCELED"];

/** Orders whose status hung on who wrote first when a network was recorded (traps-indexer.md 28). */
export interface Races {
  /** Whether two values of the order's status differ by nothing but the race. */
  explain(orderId: unknown, expected: unknown, got: unknown): boolean;
}

export const NO_RACES: Races = { explain: () => false };

/** The orders, and for messages the heights, of a recording's races. */
export interface RecordedRaces extends Races {
  explainAt(height: number, orderId: unknown, expected: unknown, got: unknown): boolean;
}

/**
 * Ender and vulcan both write an order's status: a race, where the node removed an order at the
 * moment that ender had a block with a fill of it in work. The recording tells: the removal came
 * between the block and the block's effect.
 */
export function racesOf(
  blocks: readonly RecordedMessage[],
  toVulcan: readonly RecordedMessage[],
  effectTime: (index: number, blockTimestampMs: number) => number,
): RecordedRaces {
  const removals = nodeRemovals(toVulcan);
  const heights = new Map<string, Set<number>>();
  for (const [index, { value, timestampMs }] of blocks.entries()) {
    const until = effectTime(index, timestampMs);
    const { height, events } = indexerManager.IndexerTendermintBlock.decode(value);
    for (const id of filledOrders(events)) {
      const raced = removals.get(id)?.some((time) => time >= timestampMs && time <= until);
      if (raced) heights.set(id, (heights.get(id) ?? new Set()).add(height));
    }
  }
  const isOutcome = (expected: unknown, got: unknown) =>
    OUTCOMES.includes(expected) && OUTCOMES.includes(got);
  return {
    explain: (id, expected, got) => heights.has(String(id)) && isOutcome(expected, got),
    explainAt: (height, id, expected, got) =>
      (heights.get(String(id))?.has(height) ?? false) && isOutcome(expected, got),
  };
}

/** When the node itself took orders off its books: what ender sends has a source. */
function nodeRemovals(toVulcan: readonly RecordedMessage[]): Map<string, number[]> {
  const { ORDER_REMOVAL_STATUS_BEST_EFFORT_CANCELED: bestEffort } =
    offChainUpdates.OrderRemoveV1_OrderRemovalStatus;
  const times = new Map<string, number[]>();
  for (const { value, headers, timestampMs } of toVulcan) {
    if (headerText(headers, Header.messageReceivedTimestamp) !== undefined) continue;
    const { orderRemove } = decodeValue(Topic.toVulcan, value);
    if (orderRemove?.removalStatus !== bestEffort) continue;
    const id = uuidOf(orderRemove.removedOrderId);
    times.set(id, [...(times.get(id) ?? []), timestampMs]);
  }
  return times;
}

function filledOrders(events: readonly indexerManager.IndexerTendermintEvent[]): Set<string> {
  const ids = new Set<string>();
  for (const { subtype, dataBytes } of events) {
    if (subtype !== "order_fill") continue;
    const { makerOrder, order } = indexerEvents.OrderFillEventV1.decode(dataBytes);
    for (const filled of [makerOrder, order]) if (filled) ids.add(uuidOf(filled.orderId));
  }
  return ids;
}

function uuidOf(id: indexerV1.IndexerOrderId | undefined): string {
  return id === undefined ? "" : uuidFromOrder(id);
}
