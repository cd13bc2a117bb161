import { vault } from "@perpetua/protocol";
import type { ClobKernel } from "../clob/index.js";
import type { DelaymsgKernel } from "../delaymsg/index.js";
import {
  bigintCodec,
  type Item,
  protoCodec,
  recordCodec,
  type StateRegistry,
  type Store,
} from "../state/index.js";

/** Locked shares of an owner and when they unlock. */
export interface ShareUnlock {
  readonly shares: bigint;
  readonly unlockBlockHeight: number;
}

export interface VaultState {
  readonly totalShares: Item<bigint>;
  readonly ownerShares: Store<bigint>;
  readonly unlocks: Store<readonly ShareUnlock[]>;
  readonly defaultQuotingParams: Item<vault.QuotingParams>;
  /** Key: `vaultKey(number)`; iteration is in the text order of the ids (0, 1, 10, 11, …). */
  readonly vaults: Store<vault.VaultParams>;
  /** Client ids of the newest orders by list position. */
  readonly recentClientIds: Store<readonly number[]>;
  readonly operator: Item<vault.OperatorParams>;
}

export type VaultKernel = ClobKernel & DelaymsgKernel & { readonly vault: VaultState };

export function createVaultState(registry: StateRegistry): VaultState {
  return {
    totalShares: registry.item("vault/totalShares", bigintCodec),
    ownerShares: registry.store("vault/ownerShares", bigintCodec),
    unlocks: registry.store("vault/unlocks", recordCodec<readonly ShareUnlock[]>()),
    defaultQuotingParams: registry.item(
      "vault/defaultQuotingParams",
      protoCodec(vault.QuotingParams),
    ),
    vaults: registry.store("vault/vaults", protoCodec(vault.VaultParams)),
    recentClientIds: registry.store("vault/recentClientIds", recordCodec<readonly number[]>()),
    operator: registry.item("vault/operator", protoCodec(vault.OperatorParams)),
  };
}
