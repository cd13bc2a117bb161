import { cosmosStaking } from "@perpetua/protocol";
import type { BankKernel } from "../bank/index.js";
import { must } from "../math/index.js";
import {
  bigintCodec,
  type Item,
  nsOf,
  protoCodec,
  type Rejection,
  recordCodec,
  type StateRegistry,
  type Store,
  stringCodec,
} from "../state/index.js";

/** Bond status of a validator; numbers as on the wire. */
export enum BondStatus {
  Unbonded = 1,
  Unbonding = 2,
  Bonded = 3,
}

export interface Description {
  readonly moniker: string;
  readonly identity: string;
  readonly website: string;
  readonly securityContact: string;
  readonly details: string;
}

/** A validator. Decimals (shares, rates) are integers of 10^-18. */
export interface Validator {
  readonly operatorAddress: string;
  /** ed25519 public key, base64. */
  readonly consensusKey: string;
  readonly description: Description;
  readonly status: BondStatus;
  readonly jailed: boolean;
  readonly tokens: bigint;
  readonly delegatorShares: bigint;
  readonly commissionRate: bigint;
  readonly commissionMaxRate: bigint;
  readonly commissionMaxChangeRate: bigint;
  readonly commissionUpdatedNs: bigint;
  readonly minSelfDelegation: bigint;
  readonly unbondingHeight: number;
  readonly unbondingTimeNs: bigint;
}

/** What one account delegates to one validator. */
export interface Delegation {
  readonly validator: string;
  readonly shares: bigint;
}

/** Tokens on their way out. */
export interface UnbondingEntry {
  readonly creationHeight: number;
  readonly completionNs: bigint;
  readonly initialBalance: bigint;
  readonly balance: bigint;
  readonly unbondingId: bigint;
}

/** Tokens that moved between validators and may not move on yet. */
export interface RedelegationEntry {
  readonly creationHeight: number;
  readonly completionNs: bigint;
  readonly initialBalance: bigint;
  readonly sharesDst: bigint;
  readonly unbondingId: bigint;
}

export interface StakingState {
  readonly params: Item<cosmosStaking.Params>;
  readonly validators: Store<Validator>;
  /** Consensus key → operator address. */
  readonly operators: Store<string>;
  /** Delegator → delegations in order of the validator's address. */
  readonly delegations: Store<readonly Delegation[]>;
  /** `delegator/validator` → entries in order of creation. */
  readonly unbondings: Store<readonly UnbondingEntry[]>;
  /** `delegator/source/destination` → entries in order of creation. */
  readonly redelegations: Store<readonly RedelegationEntry[]>;
  readonly nextUnbondingId: Item<bigint>;
}

/**
 * What distribution does when a delegation changes; handed in by the app, because distribution
 * comes after staking.
 */
export interface DelegationHooks {
  validatorCreated(validator: string): void;
  beforeDelegationCreated(validator: string): void;
  beforeDelegationModified(delegator: string, validator: string): Rejection | undefined;
  afterDelegationModified(delegator: string, validator: string): void;
  beforeValidatorSlashed(validator: string, fraction: bigint): void;
  validatorRemoved(validator: string): void;
}

export type StakingKernel = BankKernel & {
  readonly staking: StakingState;
  readonly delegationHooks: DelegationHooks;
};

/** Tokens per unit of voting power (app.md §1.1). */
export const POWER_REDUCTION = 10n ** 18n;

export function createStakingState(registry: StateRegistry): StakingState {
  return {
    params: registry.item("staking/params", protoCodec(cosmosStaking.Params)),
    validators: registry.store("staking/validators", recordCodec<Validator>()),
    operators: registry.store("staking/operators", stringCodec),
    delegations: registry.store("staking/delegations", recordCodec<readonly Delegation[]>()),
    unbondings: registry.store("staking/unbondings", recordCodec<readonly UnbondingEntry[]>()),
    redelegations: registry.store(
      "staking/redelegations",
      recordCodec<readonly RedelegationEntry[]>(),
    ),
    nextUnbondingId: registry.item("staking/nextUnbondingId", bigintCodec),
  };
}

export function stakingParams(k: StakingKernel): cosmosStaking.Params {
  return must(k.staking.params.get(), "staking params are set at genesis");
}

export function unbondingTimeNs(k: StakingKernel): bigint {
  return nsOf(stakingParams(k).unbondingTime);
}

export function getValidator(k: StakingKernel, operator: string): Validator | undefined {
  return k.staking.validators.get(operator);
}

export function setValidator(k: StakingKernel, validator: Validator): void {
  k.staking.validators.set(validator.operatorAddress, validator);
}

/** Validators in operator order. */
export function validators(k: StakingKernel): Validator[] {
  return [...k.staking.validators.entries()].map(([, v]) => v);
}

/** Consensus power of a bonded validator; others have none. */
export function votingPower(validator: Validator): bigint {
  return validator.status === BondStatus.Bonded ? validator.tokens / POWER_REDUCTION : 0n;
}

export function delegationsOf(k: StakingKernel, delegator: string): readonly Delegation[] {
  return k.staking.delegations.get(delegator) ?? [];
}

export function getDelegation(
  k: StakingKernel,
  delegator: string,
  validator: string,
): Delegation | undefined {
  return delegationsOf(k, delegator).find((d) => d.validator === validator);
}

/** Stores a delegation; zero shares remove it. */
export function setDelegation(
  k: StakingKernel,
  delegator: string,
  validator: string,
  shares: bigint,
): void {
  const others = delegationsOf(k, delegator).filter((d) => d.validator !== validator);
  const all = shares === 0n ? others : [...others, { validator, shares }];
  if (all.length === 0) k.staking.delegations.delete(delegator);
  else {
    const sorted = all.sort((a, b) => (a.validator < b.validator ? -1 : 1));
    k.staking.delegations.set(delegator, sorted);
  }
}

/** The id of the next unbonding operation; ids count from 1. */
export function takeUnbondingId(k: StakingKernel): bigint {
  const id = (k.staking.nextUnbondingId.get() ?? 0n) + 1n;
  k.staking.nextUnbondingId.set(id);
  return id;
}
