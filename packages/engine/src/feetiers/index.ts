/**
 * Fee schedule: tiers by rolling volume, market and staking discounts, rates per side of a fill
 * (risk.md §6). Invariants: tier 0 asks for nothing, requirements ascend, no pair of tier fees is
 * negative in sum. Callers: clob (rates), rewards (lowest rebate), vault (marks its accounts).
 */
export * from "./errors.js";
export * from "./fees.js";
export { checkInvariants } from "./invariants.js";
export { feetiersMessages } from "./messages.js";
export * from "./queries.js";
export { feetiersQueries } from "./queryTable.js";
export {
  initGenesis,
  setFeeParams,
  setMarketDiscounts,
  setStakingTiers,
  validateFeeTiers,
} from "./rules.js";
export * from "./state.js";
