/**
 * Permissions to act for another account (Cosmos authz): generic and send authorizations.
 * Invariant: a stored grant's key names the messages that its authorization covers. Messages of
 * this chain can be granted but never executed (app.md §1.8). Callers: the app.
 */
export { beginBlock } from "./grants.js";
export { checkInvariants } from "./invariants.js";
export { authzMessages } from "./messages.js";
export { authzQueries } from "./queryTable.js";
export { type AuthzKernel, type AuthzState, createAuthzState } from "./state.js";
