/**
 * The megavault and its market-making vaults: quoting, deposits and withdrawals by shares,
 * administration (app.md part 13).
 * Invariants: total shares are the sum of the owners'; locked shares never exceed owned ones.
 * Callers: hooks, transactions, listing.
 */
export { allocate } from "./admin.js";
export * from "./deposit.js";
export * from "./errors.js";
export { beginBlock, endBlock, initGenesis } from "./hooks.js";
export { checkInvariants } from "./invariants.js";
export * from "./lockShares.js";
export { vaultMessages } from "./messages.js";
export { vaultQueries } from "./queryTable.js";
export * from "./quoting.js";
export * from "./slippage.js";
export * from "./state.js";
export * from "./vaults.js";
export * from "./withdraw.js";
