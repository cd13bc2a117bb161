/**
 * Perpetual markets: parameters, liquidity tiers, margins, open interest, premium votes, samples
 * and funding (risk.md §3). Invariants: open interest is the sum of all longs (only `subaccounts`
 * moves it); a CROSS market never changes its type; funding indexes move only in the funding tick.
 * Callers: subaccounts, clob, listing, app.
 */
export * from "./conversions.js";
export * from "./errors.js";
export { endBlock, fundingIndexDelta, fundingRatePpm } from "./funding.js";
export { initGenesis } from "./genesis.js";
export { checkInvariants } from "./invariants.js";
export * from "./keys.js";
export * from "./margin.js";
export * from "./markets.js";
export { type MarketView, marketViewOf } from "./marketView.js";
export { median, paddedAverage, trimTails } from "./median.js";
export { perpetualsMessages, premiumVotesMessage } from "./messages.js";
export * from "./openInterest.js";
export {
  addPremiumVotes,
  maxAbsPremiumVotePpm,
  premiumVotesToPropose,
  validatePremiumVotes,
} from "./premiums.js";
export * from "./queries.js";
export { perpetualsQueries } from "./queryTable.js";
export * from "./risk.js";
export * from "./riskTotals.js";
export * from "./state.js";
