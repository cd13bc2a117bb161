import { ACCOUNT_PREFIX, bech32Convert } from "@perpetua/protocol";
import { DEC_ONE } from "../math/index.js";
import { blockTimeNs, isRejection, type Rejection } from "../state/index.js";
import { delegate } from "./delegate.js";
import { invalidRequest, stakingRejection } from "./errors.js";
import {
  BondStatus,
  type Description,
  getValidator,
  type StakingKernel,
  setValidator,
  stakingParams,
} from "./state.js";

/** A validator to create; rates are decimals as integers of 10^-18. */
export interface NewValidator {
  readonly operatorAddress: string;
  readonly consensusKey: string;
  readonly description: Description;
  readonly rate: bigint;
  readonly maxRate: bigint;
  readonly maxChangeRate: bigint;
  readonly minSelfDelegation: bigint;
  readonly denom: string;
  readonly tokens: bigint;
}

/** Rules of the commission rates of a new validator. */
function commissionRejection(v: NewValidator): Rejection | undefined {
  if (v.maxRate < 0n) return stakingRejection(9);
  if (v.maxRate > DEC_ONE) return stakingRejection(10);
  if (v.rate < 0n) return stakingRejection(9);
  if (v.rate > v.maxRate) return stakingRejection(11);
  if (v.maxChangeRate < 0n) return stakingRejection(13);
  if (v.maxChangeRate > v.maxRate) return stakingRejection(14);
  return undefined;
}

/** Creates a validator with its first delegation, from the operator's own account. */
export function createValidator(k: StakingKernel, v: NewValidator): Rejection | undefined {
  if (v.tokens <= 0n) return invalidRequest("invalid delegation amount");
  if (v.minSelfDelegation <= 0n) {
    return invalidRequest("minimum self delegation must be a positive integer");
  }
  if (v.tokens < v.minSelfDelegation) return stakingRejection(16);
  const rates = commissionRejection(v);
  if (rates !== undefined) return rates;
  const params = stakingParams(k);
  const minRate = BigInt(params.minCommissionRate);
  if (v.rate < minRate) return stakingRejection(40);
  if (getValidator(k, v.operatorAddress) !== undefined) return stakingRejection(4);
  if (k.staking.operators.has(v.consensusKey)) return stakingRejection(5);
  if (v.denom !== params.bondDenom) {
    const text = `invalid coin denomination: got ${v.denom}, expected ${params.bondDenom}`;
    return invalidRequest(text);
  }
  const validator = {
    operatorAddress: v.operatorAddress,
    consensusKey: v.consensusKey,
    description: v.description,
    status: BondStatus.Unbonded,
    jailed: false,
    tokens: 0n,
    delegatorShares: 0n,
    commissionRate: v.rate,
    commissionMaxRate: v.maxRate,
    commissionMaxChangeRate: v.maxChangeRate,
    commissionUpdatedNs: blockTimeNs(k.header),
    minSelfDelegation: v.minSelfDelegation,
    unbondingHeight: 0,
    unbondingTimeNs: 0n,
  };
  setValidator(k, validator);
  k.staking.operators.set(v.consensusKey, v.operatorAddress);
  k.delegationHooks.validatorCreated(v.operatorAddress);
  const delegator = bech32Convert(v.operatorAddress, ACCOUNT_PREFIX);
  const shares = delegate(k, delegator, v.tokens, validator);
  return isRejection(shares) ? shares : undefined;
}
