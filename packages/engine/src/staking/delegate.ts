import { ACCOUNT_PREFIX, bech32Convert } from "@perpetua/protocol";
import { must } from "../math/index.js";
import { blockTimeNs, isRejection, type Rejection } from "../state/index.js";
import { invalidRequest, stakingRejection } from "./errors.js";
import { fundPool, movePools } from "./pools.js";
import { hasInvalidRate, removeShares, sharesFromTokens, tokensFromShares } from "./shares.js";
import {
  BondStatus,
  getDelegation,
  getValidator,
  type StakingKernel,
  setDelegation,
  setValidator,
  stakingParams,
  takeUnbondingId,
  type UnbondingEntry,
  unbondingTimeNs,
  type Validator,
} from "./state.js";

/**
 * Where delegated tokens come from: an account, or a pool in which they already are with this
 * status.
 */
export type TokenSource = { readonly account: true } | { readonly pooled: BondStatus };

const FROM_ACCOUNT: TokenSource = { account: true };

/** Gives `tokens` to a validator; returns the shares they bought. */
export function delegate(
  k: StakingKernel,
  delegator: string,
  tokens: bigint,
  validator: Validator,
  source: TokenSource = FROM_ACCOUNT,
): Rejection | bigint {
  if (hasInvalidRate(validator)) return stakingRejection(34);
  const operator = validator.operatorAddress;
  const existing = getDelegation(k, delegator, operator);
  if (existing === undefined) k.delegationHooks.beforeDelegationCreated(operator);
  else {
    const refused = k.delegationHooks.beforeDelegationModified(delegator, operator);
    if (refused !== undefined) return refused;
  }
  if ("account" in source) {
    const refused = fundPool(k, delegator, validator.status, tokens);
    if (refused !== undefined) return refused;
  } else {
    movePools(k, source.pooled, validator.status, tokens);
  }
  const shares = must(sharesFromTokens(validator, tokens), "the rate was checked");
  setValidator(k, {
    ...validator,
    tokens: validator.tokens + tokens,
    delegatorShares: validator.delegatorShares + shares,
  });
  setDelegation(k, delegator, operator, (existing?.shares ?? 0n) + shares);
  k.delegationHooks.afterDelegationModified(delegator, operator);
  return shares;
}

/** Shares that unbonding `amount` tokens costs; refused when the delegator has fewer. */
export function sharesToUnbond(
  k: StakingKernel,
  delegator: string,
  operator: string,
  amount: bigint,
): Rejection | bigint {
  const validator = getValidator(k, operator);
  if (validator === undefined) return stakingRejection(3);
  const delegation = getDelegation(k, delegator, operator);
  if (delegation === undefined) return stakingRejection(19);
  const shares = sharesFromTokens(validator, amount);
  if (shares === undefined) return invalidRequest("insufficient shares");
  return shares > delegation.shares ? invalidRequest("invalid shares amount") : shares;
}

/**
 * Takes shares out of a delegation; returns the tokens they were worth. The pool is the caller's
 * business.
 */
export function unbond(
  k: StakingKernel,
  delegator: string,
  operator: string,
  shares: bigint,
): Rejection | bigint {
  const delegation = getDelegation(k, delegator, operator);
  if (delegation === undefined) return stakingRejection(21);
  const refused = k.delegationHooks.beforeDelegationModified(delegator, operator);
  if (refused !== undefined) return refused;
  if (delegation.shares < shares) return stakingRejection(24);
  const validator = must(getValidator(k, operator), "delegations point to validators");
  const left = delegation.shares - shares;
  const jailed = validator.jailed || belowSelfDelegation(validator, delegator, left);
  setDelegation(k, delegator, operator, left);
  if (left > 0n) k.delegationHooks.afterDelegationModified(delegator, operator);
  const [after, tokens] = removeShares({ ...validator, jailed }, shares);
  if (after.delegatorShares === 0n && after.status === BondStatus.Unbonded) {
    removeValidator(k, after);
  } else setValidator(k, after);
  return tokens;
}

/** An operator that undercuts its own minimum is jailed. */
function belowSelfDelegation(validator: Validator, delegator: string, left: bigint): boolean {
  if (bech32Convert(validator.operatorAddress, ACCOUNT_PREFIX) !== delegator) return false;
  return tokensFromShares(validator, left) / 10n ** 18n < validator.minSelfDelegation;
}

/** Deletes a validator that nobody delegates to. */
export function removeValidator(k: StakingKernel, validator: Validator): void {
  k.staking.validators.delete(validator.operatorAddress);
  k.staking.operators.delete(validator.consensusKey);
  k.delegationHooks.validatorRemoved(validator.operatorAddress);
}

export function unbondingKey(delegator: string, operator: string): string {
  return `${delegator}/${operator}`;
}

/** Starts the way out of a delegation; returns when it ends and how many tokens leave. */
export function undelegate(
  k: StakingKernel,
  delegator: string,
  operator: string,
  shares: bigint,
): Rejection | { completionNs: bigint; tokens: bigint } {
  const validator = getValidator(k, operator);
  if (validator === undefined) return stakingRejection(3);
  const key = unbondingKey(delegator, operator);
  const entries = k.staking.unbondings.get(key) ?? [];
  if (entries.length >= stakingParams(k).maxEntries) return stakingRejection(27);
  const tokens = unbond(k, delegator, operator, shares);
  if (isRejection(tokens)) return tokens;
  movePools(k, validator.status, BondStatus.Unbonding, tokens);
  const completionNs = blockTimeNs(k.header) + unbondingTimeNs(k);
  k.staking.unbondings.set(key, addEntry(k, entries, completionNs, tokens));
  return { completionNs, tokens };
}

/** Two unbondings of one block become one entry. */
function addEntry(
  k: StakingKernel,
  entries: readonly UnbondingEntry[],
  completionNs: bigint,
  tokens: bigint,
): UnbondingEntry[] {
  const creationHeight = k.header.height;
  const same = entries.findIndex(
    (e) => e.creationHeight === creationHeight && e.completionNs === completionNs,
  );
  if (same >= 0) {
    return entries.map((e, i) =>
      i === same
        ? { ...e, balance: e.balance + tokens, initialBalance: e.initialBalance + tokens }
        : e,
    );
  }
  const unbondingId = takeUnbondingId(k);
  const entry = { creationHeight, completionNs, initialBalance: tokens, balance: tokens };
  return [...entries, { ...entry, unbondingId }];
}
