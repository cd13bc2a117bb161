/**
 * Account permissions: timestamp nonces and authenticators (permissioned keys), app.md part 14.
 * Invariants: at most 20 nonces per account; authenticator ids are global and never reused; every
 * stored tree checks a signature on all paths.
 * Callers: the ante chain; clob re-validates resting orders placed with an authenticator.
 */
export * from "./authenticators.js";
export { checkInvariants } from "./invariants.js";
export { accountplusMessages, initGenesis } from "./messages.js";
export { accountplusQueries } from "./queryTable.js";
export * from "./state.js";
export * from "./timestampNonce.js";
