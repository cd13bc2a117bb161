import { ripemd160 } from "@noble/hashes/legacy.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { utf8ToBytes } from "@noble/hashes/utils.js";
import { bech32Encode } from "./bech32.js";

/** Prefixes of this chain (wire.md §2.1). */
export const ACCOUNT_PREFIX = "dydx";
export const OPERATOR_PREFIX = "dydxvaloper";
export const CONSENSUS_PREFIX = "dydxvalcons";

/** RIPEMD160(SHA256(compressed secp256k1 public key)). */
export function addressBytesOfPublicKey(publicKey: Uint8Array): Uint8Array {
  return ripemd160(sha256(publicKey));
}

export function addressOfPublicKey(publicKey: Uint8Array, prefix: string = ACCOUNT_PREFIX): string {
  return bech32Encode(prefix, addressBytesOfPublicKey(publicKey));
}

/** Address bytes of a validator's ed25519 consensus key: the first 20 bytes of its SHA-256. */
export function consensusAddressBytes(ed25519PublicKey: Uint8Array): Uint8Array {
  return sha256(ed25519PublicKey).slice(0, 20);
}

/** First 20 bytes of SHA-256 of the module's name. */
export function moduleAddress(name: string, prefix: string = ACCOUNT_PREFIX): string {
  return bech32Encode(prefix, sha256(utf8ToBytes(name)).slice(0, 20));
}

/** Owner of the vault that quotes a CLOB pair; its only subaccount is number 0. */
export function vaultAddress(clobPairId: number): string {
  return moduleAddress(`vault-VAULT_TYPE_CLOB-${clobPairId}`);
}

/** Collateral pool: the shared one, or that of an isolated perpetual (app.md §1.4). */
export function collateralPoolAddress(isolatedPerpetualId?: number): string {
  return moduleAddress(
    isolatedPerpetualId === undefined ? "subaccounts" : `subaccounts:${isolatedPerpetualId}`,
  );
}

export function insuranceFundAddress(isolatedPerpetualId?: number): string {
  return moduleAddress(
    isolatedPerpetualId === undefined ? "insurance_fund" : `insurance_fund:${isolatedPerpetualId}`,
  );
}

/** Authorities and pools that other code names by constant. */
export const GOV_MODULE_ADDRESS: string = moduleAddress("gov");
export const DELAYMSG_MODULE_ADDRESS: string = moduleAddress("delaymsg");
export const MEGAVAULT_ADDRESS: string = moduleAddress("megavault");
