import { rewards as wire } from "@perpetua/protocol";
import type { BankKernel } from "../bank/index.js";
import type { FeetiersKernel } from "../feetiers/index.js";
import { must } from "../math/index.js";
import { type BlockMap, type Item, protoCodec, type StateRegistry } from "../state/index.js";

export type RewardsParams = Readonly<wire.Params>;

export interface RewardsState {
  readonly params: Item<RewardsParams>;
  /** Weight of each address in the block's distribution. */
  readonly shares: BlockMap<bigint>;
}

export type RewardsKernel = FeetiersKernel & BankKernel & { readonly rewards: RewardsState };

export function createRewardsState(registry: StateRegistry): RewardsState {
  return {
    params: registry.item("rewards/params", protoCodec(wire.Params)),
    shares: registry.blockMap(),
  };
}

export function rewardsParams(k: RewardsKernel): RewardsParams {
  return must(k.rewards.params.get(), "rewards params are set at genesis");
}
