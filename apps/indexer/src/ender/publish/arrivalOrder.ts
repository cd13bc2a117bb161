import type { HandlerOutput } from "../output.js";

/** End-block events come after all transactions when handlers are created. */
const rank = (transactionIndex: number): number =>
  transactionIndex < 0 ? Number.POSITIVE_INFINITY : transactionIndex;

function byCreation(a: HandlerOutput, b: HandlerOutput): number {
  const x = rank(a.position.transactionIndex);
  const y = rank(b.position.transactionIndex);
  if (x !== y) return x - y;
  return a.position.eventIndex - b.position.eventIndex;
}

/**
 * The order in which upstream's parallel batches deliver messages (indexer.md §4.3-5, §4.5): a
 * handler joins the first batch that holds none of its ids, and adds its ids to every batch it
 * looked at. Within a batch: by transaction, event, maker before taker.
 */
export function arrivalOrder(handlers: readonly HandlerOutput[]): HandlerOutput[] {
  const batches: { readonly ids: Set<string>; readonly members: HandlerOutput[] }[] = [];
  // The sort is stable, so maker and taker of one event keep their order.
  for (const handler of [...handlers].sort(byCreation)) {
    let joined = false;
    for (const batch of batches) {
      const conflict = handler.parallelIds.some((id) => batch.ids.has(id));
      for (const id of handler.parallelIds) batch.ids.add(id);
      if (conflict) continue;
      batch.members.push(handler);
      joined = true;
      break;
    }
    if (!joined) batches.push({ ids: new Set(handler.parallelIds), members: [handler] });
  }
  return batches.flatMap((batch) => batch.members);
}
