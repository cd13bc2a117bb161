/**
 * Release of tokens over time: each entry drips its vester account into its treasury (risk.md §12).
 * Invariant: nothing moves before the start; what is left at the end moves in the block that passes
 * it. Caller: begin-block hook.
 */
export { beginBlock, vestedAmount } from "./drip.js";
export { checkInvariants } from "./invariants.js";
export { vestMessages } from "./messages.js";
export { vestQueries } from "./queryTable.js";
export * from "./rules.js";
export * from "./state.js";
