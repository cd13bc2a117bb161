import { ACCOUNT_PREFIX, bech32Convert } from "@perpetua/protocol";
import { moduleAddress } from "../auth/index.js";
import { balancesOf, type Coin, sendBetweenModules } from "../bank/index.js";
import {
  assert,
  DEC_ONE,
  decFromInt,
  decMul,
  decMulTruncate,
  decQuoTruncate,
} from "../math/index.js";
import { type DelegationHooks, type Validator, validators, votingPower } from "../staking/index.js";
import { emit, isRejection } from "../state/index.js";
import { addDecCoins, mapCoins, subtractDecCoins, truncateDecCoins } from "./decCoins.js";
import { endPeriod, hold, initializeValidator } from "./periods.js";
import { initializeDelegation, pay, withdrawAddress, withdrawDelegation } from "./rewards.js";
import {
  communityPool,
  type DecCoins,
  type DistributionKernel,
  decCoinsText,
  distributionParams,
} from "./state.js";

/**
 * Empties the fee collector into the distribution module, every block from 2 on (app.md §1.7, last
 * paragraph), and credits validators by
 * voting power; the tax and all dust go to the community pool. Votes of the last commit are not
 * looked at: every bonded validator counts as
 * signing. ROUNDING: towards zero.
 */
export function beginBlock(k: DistributionKernel): void {
  if (k.header.height < 2) return;
  const fees = balancesOf(k, moduleAddress("fee_collector"));
  const refused = sendBetweenModules(k, "fee_collector", "distribution", fees);
  assert(refused === undefined, `fees could not be distributed: ${refused?.log}`);
  const collected = mapCoins(fees, decFromInt);
  const bonded = validators(k).filter((v) => votingPower(v) > 0n);
  const total = bonded.reduce((sum, v) => sum + votingPower(v), 0n);
  const share = DEC_ONE - BigInt(distributionParams(k).communityTax);
  const forValidators = mapCoins(collected, (x) => decMulTruncate(x, share));
  let remaining: Coin[] = collected;
  for (const v of bonded) {
    const fraction = decQuoTruncate(decFromInt(votingPower(v)), decFromInt(total));
    const reward = mapCoins(forValidators, (x) => decMulTruncate(x, fraction));
    allocate(k, v, reward);
    remaining = subtractDecCoins(remaining, reward);
  }
  k.distribution.communityPool.set(addDecCoins(communityPool(k), remaining));
}

/** Credits a validator: its commission, and the rest for its delegators. */
export function allocate(k: DistributionKernel, v: Validator, reward: DecCoins): void {
  const operator = v.operatorAddress;
  const commission = mapCoins(reward, (x) => decMul(x, v.commissionRate));
  const shared = subtractDecCoins(reward, commission);
  emit(k, "commission", [
    ["amount", decCoinsText(commission)],
    ["validator", operator],
  ]);
  const { distribution } = k;
  distribution.commission.set(
    operator,
    addDecCoins(distribution.commission.get(operator) ?? [], commission),
  );
  const current = distribution.current.get(operator) ?? { rewards: [], period: 1 };
  distribution.current.set(operator, {
    ...current,
    rewards: addDecCoins(current.rewards, shared),
  });
  emit(k, "rewards", [
    ["amount", decCoinsText(reward)],
    ["validator", operator],
  ]);
  distribution.outstanding.set(
    operator,
    addDecCoins(distribution.outstanding.get(operator) ?? [], reward),
  );
}

/** What staking calls when stakes change; the kernel is complete only after this is made. */
export function delegationHooks(kernel: () => DistributionKernel): DelegationHooks {
  return {
    validatorCreated: (validator) => initializeValidator(kernel(), validator),
    beforeDelegationCreated: (validator) => {
      endPeriod(kernel(), validator);
    },
    beforeDelegationModified: (delegator, validator) => {
      const paid = withdrawDelegation(kernel(), delegator, validator);
      return isRejection(paid) ? paid : undefined;
    },
    afterDelegationModified: (delegator, validator) =>
      initializeDelegation(kernel(), delegator, validator),
    beforeValidatorSlashed: (validator, fraction) => recordSlash(kernel(), validator, fraction),
    validatorRemoved: (validator) => removeValidator(kernel(), validator),
  };
}

/** Delegations that began before a slash earn on less from here on. */
function recordSlash(k: DistributionKernel, validator: string, fraction: bigint): void {
  const period = endPeriod(k, validator);
  hold(k, validator, period);
  const events = k.distribution.slashes.get(validator) ?? [];
  const event = { height: k.header.height, period, fraction };
  k.distribution.slashes.set(validator, [...events, event]);
}

/** The last commission is paid, dust goes to the community pool. */
function removeValidator(k: DistributionKernel, validator: string): void {
  const { distribution } = k;
  const { whole, rest } = truncateDecCoins(distribution.commission.get(validator) ?? []);
  const operator = bech32Convert(validator, ACCOUNT_PREFIX);
  if (whole.length > 0) pay(k, withdrawAddress(k, operator), whole);
  const paid = mapCoins(whole, decFromInt);
  const left = subtractDecCoins(distribution.outstanding.get(validator) ?? [], paid);
  assert(
    rest.every((c) => left.some((l) => l.denom === c.denom)),
    "commission was outstanding",
  );
  distribution.communityPool.set(addDecCoins(communityPool(k), left));
  distribution.outstanding.delete(validator);
  distribution.commission.delete(validator);
  distribution.current.delete(validator);
  distribution.slashes.delete(validator);
  for (const key of [...distribution.historical.sortedKeys()]) {
    if (key.startsWith(`${validator}/`)) distribution.historical.delete(key);
  }
}
