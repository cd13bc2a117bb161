/**
 * Permissions to let another account pay fees (Cosmos feegrant): basic, periodic and filtered
 * allowances. Invariant: one allowance per pair. Callers: the ante chain, the app.
 */
export { checkInvariants } from "./invariants.js";
export { endBlock, feegrantMessages, useAllowance } from "./messages.js";
export { createFeegrantState, type FeegrantKernel, type FeegrantState } from "./state.js";
