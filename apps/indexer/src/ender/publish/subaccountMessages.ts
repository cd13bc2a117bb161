import {
  MESSAGE_VERSION,
  type OutgoingMessage,
  Topic,
  toSubaccountsMessage,
} from "@perpetua/messaging";
import type { HandlerOutput, SubaccountOutput } from "../output.js";

/** A message with the place by which it is sorted. */
interface Placed {
  readonly transactionIndex: number;
  readonly eventIndex: number;
  readonly output: SubaccountOutput;
}

const isLater = (a: Placed, b: Placed): boolean =>
  a.transactionIndex > b.transactionIndex ||
  (a.transactionIndex === b.transactionIndex && a.eventIndex >= b.eventIndex);

/**
 * Messages of the subaccounts topic (indexer.md §4.5): fills of one order become one message that
 * carries all of them and the order and position as of the last; then everything is sorted by
 * transaction and event. Handlers come in arrival order.
 */
export function subaccountMessages(
  height: number,
  handlers: readonly HandlerOutput[],
): OutgoingMessage[] {
  const fills = new Map<string, { latest: Placed; fills: object[] }>();
  const others: Placed[] = [];
  for (const { position, subaccounts } of handlers) {
    for (const output of subaccounts) {
      const { transactionIndex, eventIndex } = position;
      const placed = { transactionIndex, eventIndex, output };
      if (output.fillOrderId === undefined) {
        others.push(placed);
        continue;
      }
      const known = fills.get(output.fillOrderId);
      const own = output.contents.fills ?? [];
      if (known === undefined) {
        fills.set(output.fillOrderId, { latest: placed, fills: [...own] });
        continue;
      }
      known.fills.push(...own);
      if (isLater(placed, known.latest)) known.latest = placed;
    }
  }
  const merged = [...fills.values()].map(({ latest, fills: all }) => ({
    ...latest,
    output: { ...latest.output, contents: { ...latest.output.contents, fills: all } },
  }));
  return [...merged, ...others]
    .sort((a, b) => a.transactionIndex - b.transactionIndex || a.eventIndex - b.eventIndex)
    .map((placed) => encode(height, placed));
}

function encode(height: number, { transactionIndex, eventIndex, output }: Placed): OutgoingMessage {
  return toSubaccountsMessage({
    blockHeight: String(height),
    transactionIndex,
    eventIndex,
    contents: JSON.stringify(output.contents),
    subaccountId: output.subaccountId,
    version: MESSAGE_VERSION[Topic.subaccounts],
  });
}
