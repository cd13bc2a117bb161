/**
 * Trading rewards: what the fills of a block weigh, and their payment from the treasury at its end
 * (risk.md §11). Invariant: never pays more than the treasury holds. Callers: clob adds weights;
 * the end-block hook pays.
 */
export { endBlock } from "./distribute.js";
export { checkInvariants } from "./invariants.js";
export {
  initGenesis,
  rewardsMessages,
  validateParams as validateRewardsParams,
} from "./messages.js";
export { rewardsQueries } from "./queryTable.js";
export * from "./shares.js";
export * from "./state.js";
