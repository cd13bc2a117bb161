/**
 * Permissionless markets (app.md part 12): anybody who pays for a vault may list what the oracle
 * knows. Invariant: a listed market has its oracle market, perpetual, pair and funded vault, or
 * nothing. Callers: the app.
 */
export { atomicResolutionFor, createMarketPermissionless } from "./createMarket.js";
export { checkInvariants } from "./invariants.js";
export { initGenesis, listingMessages } from "./messages.js";
export { listingQueries } from "./queryTable.js";
export { createListingState, type ListingKernel, type ListingState } from "./state.js";
