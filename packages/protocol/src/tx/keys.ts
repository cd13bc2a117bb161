import { secp256k1 } from "@noble/curves/secp256k1.js";
import { keccak_256 } from "@noble/hashes/sha3.js";
import { hexToBytes } from "@noble/hashes/utils.js";
import { HDKey } from "@scure/bip32";
import {
  entropyToMnemonic,
  generateMnemonic as generateBip39,
  mnemonicToSeedSync,
  validateMnemonic,
} from "@scure/bip39";
import { wordlist } from "@scure/bip39/wordlists/english.js";
import { ACCOUNT_PREFIX, addressOfPublicKey } from "../address/accountAddress.js";

/** Cosmos path with coin type 118; the last part is the account index (wire.md §2.1). */
export function hdPath(index = 0): string {
  return `m/44'/118'/0'/0/${index}`;
}

export interface KeyPair {
  readonly privateKey: Uint8Array;
  /** 33 bytes, compressed. */
  readonly publicKey: Uint8Array;
  readonly address: string;
}

export function keyPairFromPrivateKey(
  privateKey: Uint8Array,
  prefix: string = ACCOUNT_PREFIX,
): KeyPair {
  const publicKey = secp256k1.getPublicKey(privateKey, true);
  return { privateKey, publicKey, address: addressOfPublicKey(publicKey, prefix) };
}

/** BIP-39 with an empty passphrase. Throws on a mnemonic with a wrong checksum. */
export function keyPairFromMnemonic(
  mnemonic: string,
  index = 0,
  prefix: string = ACCOUNT_PREFIX,
): KeyPair {
  if (!isValidMnemonic(mnemonic)) throw new RangeError("invalid mnemonic");
  const node = HDKey.fromMasterSeed(mnemonicToSeedSync(mnemonic)).derive(hdPath(index));
  if (node.privateKey === null) throw new Error("derivation gave no private key");
  return keyPairFromPrivateKey(node.privateKey, prefix);
}

export function isValidMnemonic(mnemonic: string): boolean {
  return validateMnemonic(mnemonic, wordlist);
}

/** 24 words by default, from the platform's secure random source. */
export function generateMnemonic(strengthBits: 128 | 256 = 256): string {
  return generateBip39(wordlist, strengthBits);
}

/**
 * Onboarding of an Ethereum wallet: the recovery byte of its 65-byte signature is dropped and
 * keccak256(r‖s) becomes the entropy of 24 words (wire.md §2.1, V005).
 */
export function mnemonicFromEthereumSignature(signature: string | Uint8Array): string {
  const bytes =
    typeof signature === "string" ? hexToBytes(signature.replace(/^0x/, "")) : signature;
  if (bytes.length !== 65) throw new RangeError(`expected 65 signature bytes, got ${bytes.length}`);
  return entropyToMnemonic(keccak_256(bytes.subarray(0, 64)), wordlist);
}
