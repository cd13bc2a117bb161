/**
 * Validators and delegations, as far as genesis and fee discounts need them.
 * Invariant: the bonded pool holds what validators' tokens sum to. Callers: distribution, feetiers,
 * queries.
 */
export * from "./staking.js";
