import { assert } from "../math/index.js";
import type { VaultKernel } from "./state.js";
import { vaultAccount, vaultNumbers } from "./vaults.js";
import { lockedShares } from "./withdraw.js";

/**
 * The owners' shares sum to the total; nobody has locked more than he owns; only vaults pay
 * vaults' fees.
 */
export function checkInvariants(k: VaultKernel): void {
  let sum = 0n;
  for (const [owner, shares] of k.vault.ownerShares.unordered()) {
    assert(shares > 0n, `${owner} owns ${shares} shares`);
    sum += shares;
  }
  const total = k.vault.totalShares.get() ?? 0n;
  assert(sum === total, `vault shares: ${total} in all, ${sum} of owners`);
  for (const [owner, unlocks] of k.vault.unlocks.unordered()) {
    assert(unlocks.length > 0, `${owner} has an empty list of locks`);
    for (const { shares } of unlocks) assert(shares > 0n, `${owner} locked ${shares} shares`);
    const owned = k.vault.ownerShares.get(owner) ?? 0n;
    assert(lockedShares(k, owner) <= owned, `${owner} locked more than the ${owned} owned`);
  }
  const accounts = new Set(vaultNumbers(k).map((number) => vaultAccount(number).owner));
  for (const [address] of k.feetiers.vaultAddresses.unordered())
    assert(accounts.has(address), `${address} pays a vault's fees and is none`);
}
