import { moduleAddress } from "../auth/index.js";
import { type Coin, coinsText, sendCoinList } from "../bank/index.js";
import { assert, DEC_ONE, decMulTruncate, min, must } from "../math/index.js";
import {
  getDelegation,
  getValidator,
  tokensFromShares,
  tokensFromSharesTruncated,
} from "../staking/index.js";
import { emit, type Rejection, reject } from "../state/index.js";
import { addDecCoins, intersectDecCoins, subtractDecCoins, truncateDecCoins } from "./decCoins.js";
import { endPeriod, historicalRatio, hold, release, rewardsBetween } from "./periods.js";
import { communityPool, type DecCoins, type DistributionKernel } from "./state.js";

/**
 * What the SDK names a reward of nothing, although no such coin exists here (traps-node.md, edge
 * 8).
 */
const NOTHING: Coin = { denom: "stake", amount: 0n };

function startingKey(validator: string, delegator: string): string {
  return `${validator}/${delegator}`;
}

/** A delegation begins to earn, at the end of the period that its change has just closed. */
export function initializeDelegation(
  k: DistributionKernel,
  delegator: string,
  validator: string,
): void {
  const current = must(k.distribution.current.get(validator), `${validator} has no period`);
  const period = current.period - 1;
  hold(k, validator, period);
  const v = must(getValidator(k, validator), `no validator ${validator}`);
  const delegation = must(getDelegation(k, delegator, validator), `no delegation of ${delegator}`);
  const stake = tokensFromSharesTruncated(v, delegation.shares);
  const starting = { period, stake, height: k.header.height };
  k.distribution.starting.set(startingKey(validator, delegator), starting);
}

/** Rewards of a delegation up to a ratio, through every slash in between. */
export function delegationRewards(
  k: DistributionKernel,
  delegator: string,
  validator: string,
  endingRatio: DecCoins,
): DecCoins {
  const info = k.distribution.starting.get(startingKey(validator, delegator));
  if (info === undefined || info.height === k.header.height) return [];
  let { period, stake } = info;
  let rewards: DecCoins = [];
  for (const slash of k.distribution.slashes.get(validator) ?? []) {
    if (slash.height < info.height || slash.period <= period) continue;
    const [from, to] = [period, slash.period].map((p) => historicalRatio(k, validator, p));
    rewards = addDecCoins(rewards, rewardsBetween(from ?? [], to ?? [], stake));
    stake = decMulTruncate(stake, DEC_ONE - slash.fraction);
    period = slash.period;
  }
  const v = must(getValidator(k, validator), `no validator ${validator}`);
  const shares = getDelegation(k, delegator, validator)?.shares ?? 0n;
  stake = min(stake, tokensFromShares(v, shares));
  const from = historicalRatio(k, validator, period);
  return addDecCoins(rewards, rewardsBetween(from, endingRatio, stake));
}

export function withdrawAddress(k: DistributionKernel, delegator: string): string {
  return k.distribution.withdrawAddresses.get(delegator) ?? delegator;
}

/**
 * Pays a delegation's rewards and ends its record; the caller starts a new one when the delegation
 * goes on.
 */
export function withdrawDelegation(
  k: DistributionKernel,
  delegator: string,
  validator: string,
): Rejection | readonly Coin[] {
  const key = startingKey(validator, delegator);
  const info = k.distribution.starting.get(key);
  if (info === undefined) {
    return reject("distribution", 5, "no delegation distribution info");
  }
  const endingRatio = historicalRatio(k, validator, endPeriod(k, validator));
  const raw = delegationRewards(k, delegator, validator, endingRatio);
  const outstanding = k.distribution.outstanding.get(validator) ?? [];
  const rewards = intersectDecCoins(raw, outstanding);
  const { whole, rest } = truncateDecCoins(rewards);
  if (whole.length > 0) pay(k, withdrawAddress(k, delegator), whole);
  k.distribution.outstanding.set(validator, subtractDecCoins(outstanding, rewards));
  k.distribution.communityPool.set(addDecCoins(communityPool(k), rest));
  release(k, validator, info.period);
  k.distribution.starting.delete(key);
  const paid = whole.length > 0 ? whole : [NOTHING];
  const text = whole.length > 0 ? coinsText(whole) : `${NOTHING.amount}${NOTHING.denom}`;
  emit(k, "withdraw_rewards", [
    ["amount", text],
    ["validator", validator],
    ["delegator", delegator],
  ]);
  return paid;
}

/** Pays out of the module account, which holds all that is owed. */
export function pay(k: DistributionKernel, to: string, coins: readonly Coin[]): void {
  const refused = sendCoinList(k, moduleAddress("distribution"), to, coins);
  assert(refused === undefined, `distribution account: ${refused?.log}`);
}
