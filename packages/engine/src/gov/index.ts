/**
 * Governance (Cosmos gov v1): proposals, deposits, votes, tally, execution with all messages or
 * none.
 * Invariants: the gov account holds all deposits; a decided proposal has neither votes nor
 * deposits.
 * Callers: the app (hooks, messages). Messages of proposals run through `executeInternal`.
 */
export { initGenesis } from "./genesis.js";
export { endBlock } from "./hooks.js";
export { checkInvariants } from "./invariants.js";
export { govMessages } from "./messages.js";
export { govQueries } from "./queryTable.js";
export { createGovState, type GovKernel, type GovState } from "./state.js";
