import { createHash } from "node:crypto";
import { bech32Encode } from "@perpetua/protocol";

const VAULT_COUNT = 1_000;
const ADDRESS_BYTES = 20;

/** Addresses of the vaults of clob pairs 0–999 (indexer.md §1.4); the list is fixed upstream. */
export function vaultAddresses(prefix = "dydx"): ReadonlySet<string> {
  const addresses = new Set<string>();
  for (let pair = 0; pair < VAULT_COUNT; pair += 1) {
    const hash = createHash("sha256").update(`vault-VAULT_TYPE_CLOB-${pair}`).digest();
    addresses.add(bech32Encode(prefix, hash.subarray(0, ADDRESS_BYTES)));
  }
  return addresses;
}
