import { indexerV1 } from "@perpetua/protocol";

type IndexerOrder = indexerV1.IndexerOrder;

/** Flags of order ids (indexer.md §0.3). */
export const OrderFlags = {
  shortTerm: 0,
  conditional: 32,
  longTerm: 64,
} as const;

/** "Stateful" in the indexer's own sense: TWAP orders are not (indexer.md §0.3). */
export function isStateful(orderFlags: number): boolean {
  return orderFlags === OrderFlags.conditional || orderFlags === OrderFlags.longTerm;
}

/** IOC and FOK orders never rest on the book. */
export function requiresImmediateExecution(order: IndexerOrder): boolean {
  const { TIME_IN_FORCE_IOC, TIME_IN_FORCE_FILL_OR_KILL } = indexerV1.IndexerOrder_TimeInForce;
  return (
    order.timeInForce === TIME_IN_FORCE_IOC || order.timeInForce === TIME_IN_FORCE_FILL_OR_KILL
  );
}

export function sideText(order: IndexerOrder): "BUY" | "SELL" {
  return order.side === indexerV1.IndexerOrder_Side.SIDE_BUY ? "BUY" : "SELL";
}

/** Time in force as the API shows it: POST_ONLY is GTT with `postOnly: true`. */
export function apiTimeInForce(order: IndexerOrder): "GTT" | "IOC" | "FOK" {
  switch (order.timeInForce) {
    case indexerV1.IndexerOrder_TimeInForce.TIME_IN_FORCE_IOC:
      return "IOC";
    case indexerV1.IndexerOrder_TimeInForce.TIME_IN_FORCE_FILL_OR_KILL:
      return "FOK";
    default:
      return "GTT";
  }
}

export function isPostOnly(order: IndexerOrder): boolean {
  return order.timeInForce === indexerV1.IndexerOrder_TimeInForce.TIME_IN_FORCE_POST_ONLY;
}

/** Order type from the condition only; a TWAP parent therefore shows LIMIT (indexer.md §5.2). */
export function typeFromCondition(order: IndexerOrder): "LIMIT" | "STOP_LIMIT" | "TAKE_PROFIT" {
  switch (order.conditionType) {
    case indexerV1.IndexerOrder_ConditionType.CONDITION_TYPE_STOP_LOSS:
      return "STOP_LIMIT";
    case indexerV1.IndexerOrder_ConditionType.CONDITION_TYPE_TAKE_PROFIT:
      return "TAKE_PROFIT";
    default:
      return "LIMIT";
  }
}

export function goodTilBlockText(order: IndexerOrder): string | undefined {
  return order.goodTilBlock === undefined ? undefined : String(order.goodTilBlock);
}

export function goodTilBlockTimeText(order: IndexerOrder): string | undefined {
  if (order.goodTilBlockTime === undefined) return undefined;
  return new Date(order.goodTilBlockTime * 1000).toISOString();
}
