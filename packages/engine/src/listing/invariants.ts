import { assert } from "../math/index.js";
import { type ListingKernel, vaultDepositParams } from "./state.js";

/** What a listing costs keeps its rules. */
export function checkInvariants(k: ListingKernel): void {
  const { newVaultDeposit, mainVaultDeposit, blocksToLockShares } = vaultDepositParams(k);
  assert(newVaultDeposit > 0n && mainVaultDeposit >= 0n, "a listing costs nothing");
  assert(blocksToLockShares > 0, "shares of a listing are not locked");
}
