/**
 * Everything that the exchange answers: services (typed functions over Postgres, Redis and the live
 * topics), the zod schemas of their requests and responses, and the tRPC routers over them. The
 * REST
 * server in apps/indexer uses the same services and schemas. Owns no server and reads no
 * environment; browsers import types only.
 */
export * from "./context.js";
export { Decimal, trimDecimal } from "./decimal.js";
export * from "./deps.js";
export * from "./errors.js";
export { type AppRouter, appRouter, createCaller } from "./root.js";
export * as schemas from "./schemas/index.js";
export * from "./schemas/rules.js";
export type * from "./schemas/types.js";
export * as services from "./services/index.js";
export {
  createMarketCatalog,
  type MarketCatalog,
  type MarketCatalogOptions,
  type MarketInfo,
} from "./stores/marketCatalog.js";
export { type FeedOptions, type FeedSource, feed } from "./stream/feed.js";
export { type RawMessage, StreamHub, type StreamHubOptions } from "./stream/streamHub.js";
export type { ProcedureMeta } from "./trpc.js";
