import { moduleAddress } from "../auth/index.js";
import { type Coin, delegateCoins, sendBetweenModules, undelegateCoins } from "../bank/index.js";
import { assert } from "../math/index.js";
import type { Rejection } from "../state/index.js";
import { BondStatus, type StakingKernel, stakingParams } from "./state.js";

const BONDED = "bonded_tokens_pool";
const NOT_BONDED = "not_bonded_tokens_pool";

function poolOf(status: BondStatus): string {
  return status === BondStatus.Bonded ? BONDED : NOT_BONDED;
}

function coin(k: StakingKernel, amount: bigint): Coin {
  return { denom: stakingParams(k).bondDenom, amount };
}

/** Takes a new delegation from an account. */
export function fundPool(
  k: StakingKernel,
  delegator: string,
  status: BondStatus,
  amount: bigint,
): Rejection | undefined {
  return delegateCoins(k, delegator, moduleAddress(poolOf(status)), coin(k, amount));
}

/** Moves tokens with the status that they had to the pool of the status that they get. */
export function movePools(
  k: StakingKernel,
  from: BondStatus,
  to: BondStatus,
  amount: bigint,
): void {
  const [source, target] = [poolOf(from), poolOf(to)];
  if (source === target || amount === 0n) return;
  const refused = sendBetweenModules(k, source, target, [coin(k, amount)]);
  assert(refused === undefined, `staking pools: ${refused?.log}`);
}

/** Pays matured tokens out. */
export function payUnbonded(k: StakingKernel, delegator: string, amount: bigint): void {
  const refused = undelegateCoins(k, moduleAddress(NOT_BONDED), delegator, coin(k, amount));
  assert(refused === undefined, `staking pools: ${refused?.log}`);
}

export function bondedPoolAddress(): string {
  return moduleAddress(BONDED);
}

export function notBondedPoolAddress(): string {
  return moduleAddress(NOT_BONDED);
}
