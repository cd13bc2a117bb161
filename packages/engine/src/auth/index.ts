/**
 * Accounts: numbers, sequences, public keys, module accounts.
 * Invariants: numbers are unique and given in order of first receipt; a sequence only grows.
 * Callers: bank (creates recipients), the ante chain, genesis of modules that own accounts.
 */
export * from "./accounts.js";
export * from "./addresses.js";
export { initGenesis } from "./genesis.js";
export { checkInvariants } from "./invariants.js";
export { authMessages } from "./messages.js";
export { authQueries } from "./queryTable.js";
export * from "./state.js";
