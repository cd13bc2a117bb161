import { blockTimeNs, isRejection, type Rejection } from "../state/index.js";
import { delegate, unbond } from "./delegate.js";
import { stakingRejection } from "./errors.js";
import {
  BondStatus,
  getValidator,
  type StakingKernel,
  stakingParams,
  takeUnbondingId,
  unbondingTimeNs,
  type Validator,
} from "./state.js";

/**
 * Moves shares from one validator to another at once; the moved tokens may not move on before the
 * returned time.
 */
export function beginRedelegation(
  k: StakingKernel,
  delegator: string,
  source: string,
  destination: string,
  shares: bigint,
): Rejection | bigint {
  if (source === destination) return stakingRejection(29);
  const [from, to] = [getValidator(k, source), getValidator(k, destination)];
  if (from === undefined || to === undefined) return stakingRejection(31);
  if (isReceiving(k, delegator, source)) return stakingRejection(32);
  const key = `${delegator}/${source}/${destination}`;
  const entries = k.staking.redelegations.get(key) ?? [];
  if (entries.length >= stakingParams(k).maxEntries) return stakingRejection(33);
  const tokens = unbond(k, delegator, source, shares);
  if (isRejection(tokens)) return tokens;
  if (tokens === 0n) return stakingRejection(30);
  const bought = delegate(k, delegator, tokens, to, { pooled: from.status });
  if (isRejection(bought)) return bought;
  const begin = beginInfo(k, from, source);
  if (begin.completeNow) return begin.completionNs;
  const { creationHeight, completionNs } = begin;
  const unbondingId = takeUnbondingId(k);
  const entry = { creationHeight, completionNs, initialBalance: tokens, sharesDst: bought };
  k.staking.redelegations.set(key, [...entries, { ...entry, unbondingId }]);
  return completionNs;
}

/** A redelegation into `validator` that has not ended forbids one out of it. */
function isReceiving(k: StakingKernel, delegator: string, validator: string): boolean {
  for (const key of k.staking.redelegations.sortedKeys()) {
    if (key.startsWith(`${delegator}/`) && key.endsWith(`/${validator}`)) return true;
  }
  return false;
}

function beginInfo(k: StakingKernel, from: Validator, source: string) {
  const now = blockTimeNs(k.header);
  const gone = getValidator(k, source) === undefined;
  if (gone || from.status === BondStatus.Bonded) {
    const completionNs = now + unbondingTimeNs(k);
    return { completeNow: false, creationHeight: k.header.height, completionNs };
  }
  if (from.status === BondStatus.Unbonded) {
    return { completeNow: true, creationHeight: 0, completionNs: 0n };
  }
  return {
    completeNow: false,
    creationHeight: from.unbondingHeight,
    completionNs: from.unbondingTimeNs,
  };
}
