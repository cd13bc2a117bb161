/**
 * Validators, delegations and their way out: Cosmos staking as far as clients and governance reach
 * it.
 * Invariants: the bonded pool holds bonded validators' tokens, the other pool the rest plus what
 * unbonds; shares sum up per validator.
 * Callers: distribution, stats (fee discounts), gov (tally), govplus (slashing), queries.
 * Distribution acts through `delegationHooks`.
 */
export { deliverGenesisTransactions, initGenesis } from "./genesis.js";
export { checkInvariants } from "./invariants.js";
export { stakingMessages } from "./messages.js";
export { bondedPoolAddress, notBondedPoolAddress } from "./pools.js";
export { stakingQueries } from "./queryTable.js";
export { delegatedTokens, tokensFromShares, tokensFromSharesTruncated } from "./shares.js";
export { slash } from "./slash.js";
export * from "./state.js";
export { endBlock, validatorSet } from "./validatorSet.js";
