/**
 * Coins: balances, supply, sends with Cosmos's own events and refusals.
 * Invariant: per denom the balances sum to the supply. Callers: every module that moves money;
 * nothing else writes balances.
 */
export * from "./coins.js";
export { initGenesis } from "./genesis.js";
export { checkInvariants } from "./invariants.js";
export { bankMessages } from "./messages.js";
export { bankQueries } from "./queryTable.js";
export * from "./send.js";
export * from "./state.js";
