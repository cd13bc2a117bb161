import type { HandlerOutput, TradeOutput } from "../output.js";

/** The trades of a block by transaction and event; ties keep their arrival order. */
export function sortedTrades(handlers: readonly HandlerOutput[]): TradeOutput[] {
  return handlers
    .filter(({ trades }) => trades.length > 0)
    .sort(
      (a, b) =>
        a.position.transactionIndex - b.position.transactionIndex ||
        a.position.eventIndex - b.position.eventIndex,
    )
    .flatMap(({ trades }) => trades);
}
