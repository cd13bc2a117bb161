/**
 * Who gets a part of the fees of a fill: affiliates, order routers, fixed recipients, market
 * mappers (risk.md §9). Invariants: shares never exceed the net fee; promised shares stay below all
 * of it. Callers: clob (per fill), fee tiers (safety of new tiers), whoever creates oracle markets
 * (`createMarketRevShare`).
 */
export { revshareRejection } from "./errors.js";
export { checkInvariants } from "./invariants.js";
export { revshareMessages } from "./messages.js";
export {
  queryMarketDetails as queryMarketMapperDetails,
  queryOrderRouter,
  queryUnconditional as queryUnconditionalRevShare,
} from "./queries.js";
export { revshareQueries } from "./queryTable.js";
export {
  createMarketRevShare,
  initGenesis,
  setMarketExpiration,
  setMarketMapperParams,
  setOrderRouter,
  setUnconditionalConfig,
} from "./rules.js";
export { isRevShareSafe, promisedSharePpm } from "./safety.js";
export * from "./shares.js";
export * from "./state.js";
