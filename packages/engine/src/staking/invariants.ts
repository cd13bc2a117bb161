import { balanceOf } from "../bank/index.js";
import { assert } from "../math/index.js";
import { bondedPoolAddress, notBondedPoolAddress } from "./pools.js";
import { BondStatus, type StakingKernel, stakingParams } from "./state.js";

/**
 * The pools hold what validators and unbondings say; shares sum up per validator; every delegation
 * has its validator.
 */
export function checkInvariants(k: StakingKernel): void {
  const shares = new Map<string, bigint>();
  for (const [delegator, all] of k.staking.delegations.unordered()) {
    for (const d of all) {
      assert(d.shares > 0n, `${delegator} delegates ${d.shares} to ${d.validator}`);
      shares.set(d.validator, (shares.get(d.validator) ?? 0n) + d.shares);
    }
  }
  let bonded = 0n;
  let notBonded = 0n;
  for (const [operator, v] of k.staking.validators.unordered()) {
    assert(
      (shares.get(operator) ?? 0n) === v.delegatorShares,
      `shares of ${operator} do not sum up`,
    );
    shares.delete(operator);
    if (v.status === BondStatus.Bonded) bonded += v.tokens;
    else notBonded += v.tokens;
  }
  assert(shares.size === 0, "a delegation points to no validator");
  for (const [, entries] of k.staking.unbondings.unordered()) {
    for (const e of entries) notBonded += e.balance;
  }
  const denom = stakingParams(k).bondDenom;
  assert(balanceOf(k, bondedPoolAddress(), denom) === bonded, "bonded pool differs from tokens");
  const idle = balanceOf(k, notBondedPoolAddress(), denom);
  assert(idle === notBonded, "not-bonded pool differs from tokens and unbondings");
}
