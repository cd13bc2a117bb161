import type { ClobKernel } from "../clob/index.js";
import { must } from "../math/index.js";
import type { RevshareKernel } from "../revshare/index.js";
import {
  type Item,
  numberCodec,
  type Rejection,
  recordCodec,
  reject,
  type StateRegistry,
} from "../state/index.js";
import type { VaultKernel } from "../vault/index.js";

/** What a new market costs its creator. */
export interface VaultDepositParams {
  readonly newVaultDeposit: bigint;
  readonly mainVaultDeposit: bigint;
  readonly blocksToLockShares: number;
}

export interface ListingState {
  readonly hardCap: Item<number>;
  readonly vaultDeposit: Item<VaultDepositParams>;
}

export type ListingKernel = ClobKernel &
  RevshareKernel &
  VaultKernel & { readonly listing: ListingState };

export function createListingState(registry: StateRegistry): ListingState {
  return {
    hardCap: registry.item("listing/hardCap", numberCodec),
    vaultDeposit: registry.item("listing/vaultDeposit", recordCodec<VaultDepositParams>()),
  };
}

export function vaultDepositParams(k: ListingKernel): VaultDepositParams {
  return must(k.listing.vaultDeposit.get(), "listing params are set at genesis");
}

/** app.md part 12, errors. */
const TEXTS: Readonly<Record<number, string>> = {
  1: "market not found",
  2: "reference price is zero",
  3: "Number of perpetual markets exceeds hard cap",
  4: "invalid vault deposit amount",
  5: "invalid number of blocks to lock shares",
  6: "invalid market map ticker metadata",
};

export function listingRejection(code: number, detail = ""): Rejection {
  const text = TEXTS[code] ?? "";
  return reject("listing", code, detail === "" ? text : `${detail}: ${text}`);
}
