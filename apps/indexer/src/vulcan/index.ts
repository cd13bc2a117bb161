/**
 * Vulcan: the live state of orders. Consumes `to-vulcan` and owns the order, order-book and
 * canceled-set keys in Redis; announces orders on `to-websockets-subaccounts` and price levels on
 * `to-websockets-orderbooks`; in Postgres it changes nothing but `orders.status` of removed orders
 * (indexer.md §5). Invariants: updates of one order are applied in the order of their partition; a
 * level is never negative; a record is acknowledged only after its messages were.
 */
export type { MessageContext, Publish, VulcanContext, VulcanEvent } from "./context.js";
export {
  createVulcan,
  type MessageOutcome,
  type Vulcan,
  type VulcanMessage,
} from "./createVulcan.js";
export { type FindMarket, type Market, readMarkets } from "./market.js";
export { createMarketCache, type MarketCache } from "./marketCache.js";
export { createOrderStore, type OrderRow, type OrderStore } from "./orderRow.js";
