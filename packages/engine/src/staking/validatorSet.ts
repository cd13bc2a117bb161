import { coinsText } from "../bank/index.js";
import { blockTimeNs, emit, type Store } from "../state/index.js";
import { removeValidator } from "./delegate.js";
import { movePools, payUnbonded } from "./pools.js";
import {
  BondStatus,
  type StakingKernel,
  setValidator,
  stakingParams,
  unbondingTimeNs,
  type Validator,
  validators,
  votingPower,
} from "./state.js";

const POWER = 10n ** 18n;

/** EndBlock: who is bonded, then what has matured (validators, unbondings, redelegations). */
export function endBlock(k: StakingKernel): void {
  updateBonded(k);
  unbondMatureValidators(k);
  completeUnbondings(k);
  completeRedelegations(k);
}

/** The strongest `max_validators` that are not jailed and have power are bonded. */
export function updateBonded(k: StakingKernel): void {
  const all = validators(k);
  const ranked = all
    .filter((v) => !v.jailed && v.tokens / POWER > 0n)
    .sort((a, b) => compareStrength(a, b))
    .slice(0, stakingParams(k).maxValidators);
  const chosen = new Set(ranked.map((v) => v.operatorAddress));
  let toBonded = 0n;
  let fromBonded = 0n;
  for (const v of ranked) {
    if (v.status === BondStatus.Bonded) continue;
    toBonded += v.tokens;
    setValidator(k, { ...v, status: BondStatus.Bonded });
  }
  for (const v of all) {
    if (v.status !== BondStatus.Bonded || chosen.has(v.operatorAddress)) continue;
    fromBonded += v.tokens;
    setValidator(k, {
      ...v,
      status: BondStatus.Unbonding,
      unbondingHeight: k.header.height,
      unbondingTimeNs: blockTimeNs(k.header) + unbondingTimeNs(k),
    });
  }
  const net = toBonded - fromBonded;
  if (net > 0n) movePools(k, BondStatus.Unbonding, BondStatus.Bonded, net);
  else movePools(k, BondStatus.Bonded, BondStatus.Unbonding, -net);
}

/** Bonded validators, strongest first. */
export function validatorSet(
  k: StakingKernel,
): { operator: string; consensusKey: Uint8Array; power: bigint }[] {
  return validators(k)
    .filter((v) => votingPower(v) > 0n)
    .sort(compareStrength)
    .map((v) => ({
      operator: v.operatorAddress,
      consensusKey: Uint8Array.from(atob(v.consensusKey), (ch) => ch.charCodeAt(0)),
      power: votingPower(v),
    }));
}

function compareStrength(a: Validator, b: Validator): number {
  if (a.tokens !== b.tokens) return a.tokens > b.tokens ? -1 : 1;
  return a.operatorAddress < b.operatorAddress ? -1 : 1;
}

function unbondMatureValidators(k: StakingKernel): void {
  const now = blockTimeNs(k.header);
  for (const v of validators(k)) {
    if (v.status !== BondStatus.Unbonding || v.unbondingTimeNs > now) continue;
    const unbonded = { ...v, status: BondStatus.Unbonded };
    if (v.delegatorShares === 0n) removeValidator(k, unbonded);
    else setValidator(k, unbonded);
  }
}

/** What waits for its time under one key. */
interface Queued {
  readonly completionNs: bigint;
  readonly unbondingId: bigint;
}

/**
 * Records of which something has matured, in the order of the SDK's queue: by time, then as they
 * came.
 */
function matured<E extends Queued>(
  store: Store<readonly E[]>,
  now: bigint,
): { key: string; entries: readonly E[]; mature: readonly E[] }[] {
  const found = [...store.entries()].flatMap(([key, entries]) => {
    const mature = entries.filter((e) => e.completionNs <= now);
    const [first] = [...mature].sort(byQueue);
    return first === undefined ? [] : [{ key, entries, mature, first }];
  });
  return found.sort((a, b) => byQueue(a.first, b.first));
}

function byQueue(a: Queued, b: Queued): number {
  const earlier = a.completionNs - b.completionNs || a.unbondingId - b.unbondingId;
  return earlier < 0n ? -1 : 1;
}

/** Pays out what has matured. PERF: looks at every open unbonding; there are few. */
function completeUnbondings(k: StakingKernel): void {
  const now = blockTimeNs(k.header);
  const denom = stakingParams(k).bondDenom;
  for (const { key, entries, mature } of matured(k.staking.unbondings, now)) {
    const [delegator = "", validator = ""] = key.split("/");
    const left = entries.filter((e) => e.completionNs > now);
    if (left.length === 0) k.staking.unbondings.delete(key);
    else k.staking.unbondings.set(key, left);
    const amount = mature.reduce((sum, e) => sum + e.balance, 0n);
    for (const { balance } of mature) if (balance > 0n) payUnbonded(k, delegator, balance);
    emit(k, "complete_unbonding", [
      ["amount", coinsText([{ denom, amount }])],
      ["validator", validator],
      ["delegator", delegator],
    ]);
  }
}

function completeRedelegations(k: StakingKernel): void {
  const now = blockTimeNs(k.header);
  const denom = stakingParams(k).bondDenom;
  for (const { key, entries, mature } of matured(k.staking.redelegations, now)) {
    const [delegator = "", source = "", destination = ""] = key.split("/");
    const left = entries.filter((e) => e.completionNs > now);
    if (left.length === 0) k.staking.redelegations.delete(key);
    else k.staking.redelegations.set(key, left);
    const amount = mature.reduce((sum, e) => sum + e.initialBalance, 0n);
    emit(k, "complete_redelegation", [
      ["amount", coinsText([{ denom, amount }])],
      ["delegator", delegator],
      ["source_validator", source],
      ["destination_validator", destination],
    ]);
  }
}
