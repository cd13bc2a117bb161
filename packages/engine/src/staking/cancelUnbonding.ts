import { blockTimeNs, isRejection, type Rejection, reject } from "../state/index.js";
import { delegate, unbondingKey } from "./delegate.js";
import { invalidRequest, stakingRejection } from "./errors.js";
import { hasInvalidRate } from "./shares.js";
import { BondStatus, getValidator, type StakingKernel } from "./state.js";

/** Gives tokens on their way out back to the validator. */
export function cancelUnbonding(
  k: StakingKernel,
  delegator: string,
  operator: string,
  amount: bigint,
  creationHeight: bigint,
): Rejection | undefined {
  const validator = getValidator(k, operator);
  if (validator === undefined) return stakingRejection(3);
  if (hasInvalidRate(validator)) return stakingRejection(34);
  if (validator.jailed) return stakingRejection(7);
  const key = unbondingKey(delegator, operator);
  const entries = k.staking.unbondings.get(key);
  if (entries === undefined) {
    const text = `unbonding delegation with delegator ${delegator} not found for validator ${operator}`;
    return reject("undefined", 1, `rpc error: code = NotFound desc = ${text}`);
  }
  const now = blockTimeNs(k.header);
  const at = entries.findIndex(
    (e) => BigInt(e.creationHeight) === creationHeight && e.completionNs > now,
  );
  const entry = entries[at];
  if (entry === undefined) {
    const text = `unbonding delegation entry is not found at block height ${creationHeight}`;
    return reject("sdk", 38, `${text}: not found`);
  }
  if (entry.balance < amount) {
    return invalidRequest("amount is greater than the unbonding delegation entry balance");
  }
  const shares = delegate(k, delegator, amount, validator, { pooled: BondStatus.Unbonding });
  if (isRejection(shares)) return shares;
  const balance = entry.balance - amount;
  const initialBalance = entry.initialBalance - amount;
  const left =
    balance === 0n
      ? entries.filter((_, i) => i !== at)
      : entries.map((e, i) => (i === at ? { ...e, balance, initialBalance } : e));
  if (left.length === 0) k.staking.unbondings.delete(key);
  else k.staking.unbondings.set(key, left);
  return undefined;
}
