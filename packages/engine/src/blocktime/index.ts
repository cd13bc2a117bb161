/**
 * Time as data: the previous block, and when the chain last stood still for each tracked duration
 * (app.md part 7).
 * Invariant: durations ascend. Callers: withdrawal gating, clob (previous block time), vest,
 * ratelimit.
 */
export * from "./hooks.js";
export { checkInvariants } from "./invariants.js";
export { blocktimeMessages } from "./messages.js";
export { blocktimeQueries } from "./queryTable.js";
export * from "./state.js";
