import { goodTilTime } from "../order.js";
import type { ClobKernel } from "../state.js";
import { byPlacement } from "../stateful/store.js";
import { placeOnBook } from "./place.js";

/**
 * Builds the memclob of a node that has just started (clob.md §5.5): derived indexes, then all
 * stateful orders that can match, by
 * placement. Matching them is optimistic. While a block executes, what it changes in state is taken
 * back; otherwise it stays in the check state like any match since the last commit, because the
 * node may propose it and match more on top.
 */
export function initBooksFromState(k: ClobKernel, isExecuting = false): void {
  const mc = k.memclob;
  mc.initialised = true;
  rebuildIndexes(k);
  for (const key of k.clob.pairs.sortedKeys()) mc.market(k, Number(key));
  const placements = [...k.clob.longTerm.unordered(), ...k.clob.triggered.unordered()];
  const orders = placements.map(([, placement]) => placement).sort(byPlacement);
  const mark = k.registry.journal.mark();
  const blameNothing = mc.isReplaying;
  mc.isReplaying = true;
  for (const { order } of orders) {
    const market = mc.market(k, order.orderId.clobPairId);
    if (market !== undefined) placeOnBook(k, market, order, undefined);
  }
  mc.isReplaying = blameNothing;
  if (isExecuting) k.registry.journal.revert(mark);
}

/** The node-local indexes over fills and expiries, from state. */
function rebuildIndexes(k: ClobKernel): void {
  const mc = k.memclob;
  for (const [key, fill] of k.clob.fills.unordered()) {
    mc.prunable.note(fill.prunableHeight, key);
    mc.fillFilter.addKey(key);
  }
  for (const store of [k.clob.longTerm, k.clob.triggered, k.clob.untriggered]) {
    for (const [key, { order }] of store.unordered()) mc.expiries.note(goodTilTime(order), key);
  }
}
