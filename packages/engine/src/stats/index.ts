/**
 * Rolling trading statistics: per address and for the exchange, in hourly buckets that fall out of
 * the window (risk.md §7). Invariants: users' volumes sum to the global one and to the buckets; a
 * fill counts from the next block on. Callers: clob records fills; fee tiers, affiliates and
 * rewards read.
 */
export { endBlock, recordFill } from "./fold.js";
export { checkInvariants } from "./invariants.js";
export { initGenesis, statsMessages } from "./messages.js";
export {
  queryEpochStats,
  queryGlobalStats,
  queryMetadata as queryStatsMetadata,
  queryParams as queryStatsParams,
  queryUserStats,
} from "./queries.js";
export { statsQueries } from "./queryTable.js";
export { cachedStake, currentStake } from "./stake.js";
export * from "./state.js";
