/**
 * Referrals: who brought whom, and the part of the taker fee and of the volume that this earns
 * (risk.md §8). Invariant: a referral is permanent and never to oneself. Callers: revshare, fee
 * tiers, clob.
 */
export { checkInvariants } from "./invariants.js";
export { affiliatesMessages } from "./messages.js";
export { queryAffiliateInfo, queryReferredBy } from "./queries.js";
export { affiliatesQueries } from "./queryTable.js";
export {
  initGenesis,
  registerAffiliate,
  setAffiliateTiers,
  setAffiliateWhitelist,
} from "./rules.js";
export * from "./share.js";
export * from "./state.js";
