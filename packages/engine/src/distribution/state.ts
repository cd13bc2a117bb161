import { cosmosDistribution } from "@perpetua/protocol";
import type { Coin } from "../bank/index.js";
import { decText, must } from "../math/index.js";
import type { StakingKernel } from "../staking/index.js";
import {
  type Item,
  protoCodec,
  recordCodec,
  type StateRegistry,
  type Store,
  stringCodec,
} from "../state/index.js";

/** Coins with 18 decimals: denom → integer of 10^-18, only positive amounts, in denom order. */
export type DecCoins = readonly Coin[];

/** Rewards of a validator since its current period began. */
export interface CurrentRewards {
  readonly rewards: DecCoins;
  readonly period: number;
}

/** Rewards per token from the first period to this one, and how many records still point here. */
export interface HistoricalRewards {
  readonly ratio: DecCoins;
  readonly references: number;
}

/** Where a delegation began to earn. */
export interface StartingInfo {
  readonly period: number;
  /** Tokens as a decimal of 10^-18. */
  readonly stake: bigint;
  readonly height: number;
}

export interface SlashEvent {
  readonly height: number;
  readonly period: number;
  readonly fraction: bigint;
}

export interface DistributionState {
  readonly params: Item<cosmosDistribution.Params>;
  readonly communityPool: Item<DecCoins>;
  /** All by operator address. */
  readonly outstanding: Store<DecCoins>;
  readonly commission: Store<DecCoins>;
  readonly current: Store<CurrentRewards>;
  readonly slashes: Store<readonly SlashEvent[]>;
  /** `validator/period`. */
  readonly historical: Store<HistoricalRewards>;
  /** `validator/delegator`. */
  readonly starting: Store<StartingInfo>;
  readonly withdrawAddresses: Store<string>;
}

export type DistributionKernel = StakingKernel & { readonly distribution: DistributionState };

export function createDistributionState(registry: StateRegistry): DistributionState {
  const coins = recordCodec<DecCoins>();
  return {
    params: registry.item("distribution/params", protoCodec(cosmosDistribution.Params)),
    communityPool: registry.item("distribution/communityPool", coins),
    outstanding: registry.store("distribution/outstanding", coins),
    commission: registry.store("distribution/commission", coins),
    current: registry.store("distribution/current", recordCodec<CurrentRewards>()),
    slashes: registry.store("distribution/slashes", recordCodec<readonly SlashEvent[]>()),
    historical: registry.store("distribution/historical", recordCodec<HistoricalRewards>()),
    starting: registry.store("distribution/starting", recordCodec<StartingInfo>()),
    withdrawAddresses: registry.store("distribution/withdrawAddresses", stringCodec),
  };
}

export function distributionParams(k: DistributionKernel): cosmosDistribution.Params {
  return must(k.distribution.params.get(), "distribution params are set at genesis");
}

export function communityPool(k: DistributionKernel): DecCoins {
  return k.distribution.communityPool.get() ?? [];
}

/** The SDK's text of decimal coins. */
export function decCoinsText(coins: DecCoins): string {
  return coins.map((c) => `${decText(c.amount)}${c.denom}`).join(",");
}

export function wireDecCoins(coins: DecCoins): { denom: string; amount: string }[] {
  return coins.map(({ denom, amount }) => ({ denom, amount: amount.toString() }));
}
