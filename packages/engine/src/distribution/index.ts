/**
 * What happens to collected fees: community tax, validators' commission, delegators' rewards
 * (Cosmos F1 distribution).
 * Invariants: the fee collector is empty after BeginBlock; the module account covers everything
 * owed.
 * Callers: hooks, staking through `delegationHooks`, queries.
 */
export { initGenesis } from "./genesis.js";
export { beginBlock, delegationHooks } from "./hooks.js";
export { checkInvariants } from "./invariants.js";
export { distributionMessages } from "./messages.js";
export { distributionQueries } from "./queryTable.js";
export * from "./state.js";
