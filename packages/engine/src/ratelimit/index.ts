/**
 * Limits on how much of a denom may leave over IBC (app.md part 10). Flows inside the chain are not
 * limited. Invariant: one capacity per limiter, never negative. Callers: hooks, governance;
 * transfers
 * over IBC through `withdraw` and `deposit`.
 */
export { baseline, deposit, endBlock, recovered, withdraw } from "./capacity.js";
export { checkInvariants } from "./invariants.js";
export { initGenesis, ratelimitMessages } from "./messages.js";
export { ratelimitQueries } from "./queryTable.js";
export { createRatelimitState, type RatelimitKernel, type RatelimitState } from "./state.js";
