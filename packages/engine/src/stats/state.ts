import { stats as wire } from "@perpetua/protocol";
import type { EpochsKernel } from "../epochs/index.js";
import type { StakingKernel } from "../staking/index.js";
import {
  type BlockList,
  bigintCodec,
  type Item,
  numberCodec,
  protoCodec,
  recordCodec,
  type StateRegistry,
  type Store,
  stringCodec,
} from "../state/index.js";

export type UserStats = Readonly<wire.UserStats>;

export enum AttributionRole {
  Taker = 1,
  Maker = 2,
}

/** Volume of one side of a fill that counts for the referrer of that side. */
export interface Attribution {
  readonly role: AttributionRole;
  readonly referrer: string;
  readonly volume: bigint;
}

/** What the end of the block learns of one fill (risk.md §7). */
export interface RecordedFill {
  readonly taker: string;
  readonly maker: string;
  readonly notional: bigint;
  readonly affiliateFee: bigint;
  readonly attributions: readonly Attribution[];
}

/**
 * A bucket of the rolling window; its users are counted so that they can be walked when it expires.
 */
export interface EpochSummary {
  readonly endSeconds: number;
  readonly users: number;
}

export interface CachedStake {
  readonly amount: bigint;
  readonly cachedAtSeconds: number;
}

export interface StatsState {
  readonly windowNs: Item<bigint>;
  readonly trailingEpoch: Item<number>;
  readonly globalNotional: Item<bigint>;
  readonly users: Store<UserStats>;
  readonly epochs: Store<EpochSummary>;
  /** `epoch/index` → address. */
  readonly epochUsers: Store<string>;
  /** `epoch/address` → statistics within the epoch. */
  readonly epochStats: Store<UserStats>;
  readonly cachedStake: Store<CachedStake>;
  readonly blockFills: BlockList<RecordedFill>;
}

export type StatsKernel = StakingKernel & EpochsKernel & { readonly stats: StatsState };

export function createStatsState(registry: StateRegistry): StatsState {
  return {
    windowNs: registry.item("stats/windowNs", bigintCodec),
    trailingEpoch: registry.item("stats/trailingEpoch", numberCodec),
    globalNotional: registry.item("stats/globalNotional", bigintCodec),
    users: registry.store("stats/users", protoCodec(wire.UserStats)),
    epochs: registry.store("stats/epochs", recordCodec<EpochSummary>()),
    epochUsers: registry.store("stats/epochUsers", stringCodec),
    epochStats: registry.store("stats/epochStats", protoCodec(wire.UserStats)),
    cachedStake: registry.store("stats/cachedStake", recordCodec<CachedStake>()),
    blockFills: registry.blockList(),
  };
}

export const NO_STATS: UserStats = wire.UserStats.fromPartial({});

/** Rolling volumes of an address; the block in execution is not in them (risk.md §7). */
export function userStats(k: StatsKernel, address: string): UserStats {
  return k.stats.users.get(address) ?? NO_STATS;
}

/** Rolling volume of the exchange in quote quantums, each fill once. */
export function globalNotional(k: StatsKernel): bigint {
  return k.stats.globalNotional.get() ?? 0n;
}
