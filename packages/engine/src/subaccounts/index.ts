/**
 * Trading accounts: balances, positions, margin and collateral checks, funding settlement,
 * collateral pools, withdrawal gate, user leverage (risk.md §4, §5). Invariants: positions of a
 * perpetual net to zero and sum to its open interest; an isolated position stands alone in its
 * account; pools cover their accounts. All changes go through `updateSubaccounts` (or
 * `updateForMatch`). Callers: sending, clob, vault, genesis.
 */
export {
  canUpdateSubaccounts,
  type MatchResults,
  updateForMatch,
  updateSubaccounts,
} from "./apply.js";
export * from "./errors.js";
export * from "./gating.js";
export { initGenesis } from "./genesis.js";
export {
  MAX_SUBACCOUNT_NUMBER,
  subaccountIdRejection,
  subaccountIdRejection as validateSubaccountId,
} from "./ids.js";
export { checkInvariants } from "./invariants.js";
export { updateLeverage } from "./leverage.js";
export { leverageOf } from "./leverageState.js";
export {
  CROSS_INSURANCE_FUND,
  CROSS_POOL,
  collateralPoolOf,
  insuranceFundOf,
  isolatedInsuranceFund,
  isolatedPool,
  poolOfSubaccount,
} from "./pools.js";
export { applyUpdate } from "./positions.js";
export * from "./queries.js";
export { subaccountsQueries } from "./queryTable.js";
export {
  accountRisk,
  compareRisk,
  isInitialCollateralized,
  isLiquidatable,
  isMaintenanceCollateralized,
  judgeTransition,
  riskOf,
} from "./risk.js";
export { type FundingPayment, type Settled, settleFunding } from "./settle.js";
export * from "./state.js";
export * from "./transfers.js";
export * from "./updates.js";
export { upgradeIsolatedToCross } from "./upgrade.js";
