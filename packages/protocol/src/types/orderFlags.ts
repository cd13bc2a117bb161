/** Kinds of orders, in the `order_flags` of an order id; no other value is valid (wire.md §2.1). */
export const OrderFlags = {
  SHORT_TERM: 0,
  CONDITIONAL: 32,
  LONG_TERM: 64,
  TWAP: 128,
  /** Placed by the chain for a TWAP order; refused from users. */
  TWAP_SUBORDER: 256,
} as const;

export type OrderFlags = (typeof OrderFlags)[keyof typeof OrderFlags];

/** Orders whose placement is part of the state: all but short-term ones. */
export function isStatefulOrder(orderFlags: number): boolean {
  return isKnownOrderFlags(orderFlags) && orderFlags !== OrderFlags.SHORT_TERM;
}

export function isShortTermOrder(orderFlags: number): boolean {
  return orderFlags === OrderFlags.SHORT_TERM;
}

export function isKnownOrderFlags(orderFlags: number): orderFlags is OrderFlags {
  return Object.values(OrderFlags).some((known) => known === orderFlags);
}

/** What the indexer's TypeScript services mean by stateful: only 32 and 64 (indexer.md §0.3). */
export function isIndexerStatefulOrder(orderFlags: number): boolean {
  return orderFlags === OrderFlags.CONDITIONAL || orderFlags === OrderFlags.LONG_TERM;
}
