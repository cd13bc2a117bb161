/**
 * Epochs: recurring instants that start funding samples, funding ticks and statistics windows
 * (app.md part 8).
 * Invariant: at most one tick per epoch and block, so a halt is caught up one epoch a block.
 * Callers: perpetuals, stats.
 */
export * from "./epochs.js";
export { checkInvariants } from "./invariants.js";
export { epochsQueries } from "./queryTable.js";
export * from "./state.js";
