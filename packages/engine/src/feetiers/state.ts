import { feetiers as wire } from "@perpetua/protocol";
import { must } from "../math/index.js";
import type { RevshareKernel } from "../revshare/index.js";
import {
  booleanCodec,
  type Item,
  protoCodec,
  recordCodec,
  type StateRegistry,
  type Store,
} from "../state/index.js";

export type FeeTier = Readonly<wire.PerpetualFeeTier>;

/**
 * A market's temporary price cut: fees and rebates times `chargePpm` from start (inclusive) to end
 * (exclusive).
 */
export interface MarketDiscount {
  readonly clobPairId: number;
  readonly startNs: bigint;
  readonly endNs: bigint;
  readonly chargePpm: number;
}

export interface StakingLevel {
  readonly minStakedBaseTokens: bigint;
  readonly feeDiscountPpm: number;
}

export interface FeetiersState {
  readonly params: Item<wire.PerpetualFeeParams>;
  /** Key: clob pair id. */
  readonly marketDiscounts: Store<MarketDiscount>;
  /** Key: fee tier name. */
  readonly stakingTiers: Store<readonly StakingLevel[]>;
  /**
   * Accounts of vaults: they trade at the last tier. Kept here because fees need it and vaults come
   * later.
   */
  readonly vaultAddresses: Store<boolean>;
}

export type FeetiersKernel = RevshareKernel & { readonly feetiers: FeetiersState };

export function createFeetiersState(registry: StateRegistry): FeetiersState {
  return {
    params: registry.item("feetiers/params", protoCodec(wire.PerpetualFeeParams)),
    marketDiscounts: registry.store("feetiers/marketDiscounts", recordCodec<MarketDiscount>()),
    stakingTiers: registry.store("feetiers/stakingTiers", recordCodec<readonly StakingLevel[]>()),
    vaultAddresses: registry.store("feetiers/vaultAddresses", booleanCodec),
  };
}

export function feeTiers(k: FeetiersKernel): readonly FeeTier[] {
  return must(k.feetiers.params.get(), "fee tiers are set at genesis").tiers;
}

/**
 * Marks the account of a vault, which then trades at the last tier (risk.md §6.3, app.md part 16,
 * 18).
 */
export function markVaultAddress(k: FeetiersKernel, address: string): void {
  k.feetiers.vaultAddresses.set(address, true);
}

export function isVaultAddress(k: FeetiersKernel, address: string): boolean {
  return k.feetiers.vaultAddresses.has(address);
}

/** Forgets the mark when a vault is removed. */
export function unmarkVaultAddress(k: FeetiersKernel, address: string): void {
  k.feetiers.vaultAddresses.delete(address);
}
