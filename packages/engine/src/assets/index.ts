/**
 * Assets: only USDC (id 0). Invariant: created at genesis, never changed. Callers: subaccounts,
 * queries.
 */
export * from "./assets.js";
export { assetsQueries } from "./queryTable.js";
