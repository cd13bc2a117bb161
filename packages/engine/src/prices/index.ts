/**
 * Oracle markets and prices, and the part of the market map that they read (risk.md §2).
 * Invariants: params and prices come in pairs; pairs are unique; the exponent of a price never
 * changes.
 * Callers: perpetuals and clob read prices; the price update is the last transaction of every
 * block.
 */
export { isPriceAccurate } from "./accuracy.js";
export { initGenesis, initMarketMap } from "./genesis.js";
export { checkInvariants } from "./invariants.js";
export * from "./markets.js";
export { createOracleMarketMessage, pricesMessages } from "./messages.js";
export { pricesQueries } from "./queryTable.js";
export * from "./state.js";
export * from "./updates.js";
export * from "./voteExtensions.js";
