import { bech32Decode, consensusAddressBytes } from "@perpetua/protocol";
import { burnCoins } from "../bank/index.js";
import { assert, DEC_ONE, decFromInt, decMul, decTruncate, max, min } from "../math/index.js";
import { blockTimeNs, isRejection, type Rejection, reject } from "../state/index.js";
import { unbond } from "./delegate.js";
import { bondedPoolAddress, notBondedPoolAddress } from "./pools.js";
import {
  BondStatus,
  getDelegation,
  getValidator,
  POWER_REDUCTION,
  type StakingKernel,
  setValidator,
  stakingParams,
  type Validator,
  validators,
} from "./state.js";

/** What is slashed and how much of it; `factor` is a decimal of 10^-18. */
export interface Slash {
  readonly consensusAddress: string;
  readonly infractionHeight: bigint;
  readonly power: bigint;
  readonly factor: bigint;
}

/**
 * Burns `factor` of the stake that a validator had at a height: first what left it since
 * (unbondings, redelegations), then its tokens.
 * An unknown validator is no error. ROUNDING: towards zero at each amount.
 */
export function slash(k: StakingKernel, order: Slash): Rejection | undefined {
  const { infractionHeight, factor } = order;
  const validator = findByConsensusAddress(k, order.consensusAddress);
  if (validator === undefined) return undefined;
  const operator = validator.operatorAddress;
  if (validator.status === BondStatus.Unbonded) {
    return reject("undefined", 1, `should not be slashing unbonded validator: ${operator}`);
  }
  const height = BigInt(k.header.height);
  if (infractionHeight > height) {
    const text = `impossible attempt to slash future infraction at height ${infractionHeight} but we are at height ${height}`;
    return reject("undefined", 1, text);
  }
  let remaining = decTruncate(decMul(decFromInt(order.power * POWER_REDUCTION), factor));
  if (infractionHeight < height) {
    remaining -= slashUnbondings(k, operator, infractionHeight, factor);
    remaining -= slashRedelegations(k, operator, infractionHeight, factor);
  }
  const current = getValidator(k, operator) ?? validator;
  burnTokens(k, current, max(min(remaining, current.tokens), 0n));
  return undefined;
}

function findByConsensusAddress(k: StakingKernel, address: string): Validator | undefined {
  const wanted = bech32Decode(address).bytes;
  return validators(k).find((v) => {
    const key = Uint8Array.from(atob(v.consensusKey), (ch) => ch.charCodeAt(0));
    return consensusAddressBytes(key).every((byte, i) => byte === wanted[i]);
  });
}

function burnTokens(k: StakingKernel, v: Validator, tokens: bigint): void {
  if (tokens === 0n) return;
  const up = (tokens * DEC_ONE + v.tokens - 1n) / v.tokens;
  k.delegationHooks.beforeValidatorSlashed(v.operatorAddress, min(up, DEC_ONE));
  setValidator(k, { ...v, tokens: v.tokens - tokens });
  burnFrom(k, v.status, tokens);
}

function burnFrom(k: StakingKernel, status: BondStatus, tokens: bigint): void {
  if (tokens === 0n) return;
  const pool = status === BondStatus.Bonded ? bondedPoolAddress() : notBondedPoolAddress();
  const refused = burnCoins(k, pool, stakingParams(k).bondDenom, tokens);
  assert(refused === undefined, `staking pools: ${refused?.log}`);
}

/**
 * Slashes what unbonds from `operator` since the infraction; returns what should have been burnt.
 */
function slashUnbondings(
  k: StakingKernel,
  operator: string,
  infractionHeight: bigint,
  factor: bigint,
): bigint {
  const now = blockTimeNs(k.header);
  let total = 0n;
  for (const [key, entries] of [...k.staking.unbondings.entries()]) {
    if (!key.endsWith(`/${operator}`)) continue;
    let burnt = 0n;
    const slashed = entries.map((e) => {
      if (BigInt(e.creationHeight) < infractionHeight || e.completionNs <= now) return e;
      const amount = decTruncate(decMul(factor, decFromInt(e.initialBalance)));
      total += amount;
      const taken = min(amount, e.balance);
      burnt += taken;
      return { ...e, balance: e.balance - taken };
    });
    k.staking.unbondings.set(key, slashed);
    burnFrom(k, BondStatus.Unbonding, burnt);
  }
  return total;
}

/** Slashes what was redelegated away from `operator` since the infraction. */
function slashRedelegations(
  k: StakingKernel,
  operator: string,
  infractionHeight: bigint,
  factor: bigint,
): bigint {
  const now = blockTimeNs(k.header);
  let total = 0n;
  for (const [key, entries] of [...k.staking.redelegations.entries()]) {
    const [delegator = "", source = "", destination = ""] = key.split("/");
    if (source !== operator) continue;
    for (const e of entries) {
      if (BigInt(e.creationHeight) < infractionHeight || e.completionNs <= now) continue;
      total += decTruncate(decMul(factor, decFromInt(e.initialBalance)));
      const held = getDelegation(k, delegator, destination)?.shares ?? 0n;
      const shares = min(decMul(factor, e.sharesDst), held);
      const target = getValidator(k, destination);
      if (shares === 0n || target === undefined) continue;
      const tokens = unbond(k, delegator, destination, shares);
      if (!isRejection(tokens)) burnFrom(k, target.status, tokens);
    }
  }
  return total;
}
