import { vaultAddress } from "@perpetua/protocol";

/** Vaults of the clob pairs 0…999 (indexer.md §1.4). */
const VAULT_COUNT = 1_000;

const addresses = new Set(Array.from({ length: VAULT_COUNT }, (_, i) => vaultAddress(i)));

export function isVaultAddress(address: string): boolean {
  return addresses.has(address);
}
