import { secp256k1 } from "@noble/curves/secp256k1.js";
import { sha256 } from "@noble/hashes/sha2.js";

const SIGNATURE_LENGTH = 64;
/** Half of the group order; a larger s is malleable and refused (wire.md §2.2). */
const HALF_ORDER = secp256k1.Point.Fn.ORDER >> 1n;

/**
 * ECDSA verification over a 32-byte digest. The node injects the native secp256k1 library; the
 * default below runs everywhere. Implementations may throw on malformed keys.
 */
export interface SignatureVerifier {
  verify(signature: Uint8Array, digest: Uint8Array, publicKey: Uint8Array): boolean;
}

export const nobleVerifier: SignatureVerifier = {
  verify: (signature, digest, publicKey) =>
    secp256k1.verify(signature, digest, publicKey, { prehash: false, lowS: true }),
};

/** RFC 6979 nonce, 64 bytes r‖s, low s, over SHA-256 of the sign bytes. */
export function signBytes(bytes: Uint8Array, privateKey: Uint8Array): Uint8Array {
  return secp256k1.sign(sha256(bytes), privateKey, { prehash: false, lowS: true });
}

/**
 * False for anything that is not a valid low-s signature by this key, including malformed input.
 */
export function verifySignature(
  signature: Uint8Array,
  bytes: Uint8Array,
  publicKey: Uint8Array,
  verifier: SignatureVerifier = nobleVerifier,
): boolean {
  if (signature.length !== SIGNATURE_LENGTH || !isLowS(signature)) return false;
  if (publicKey.length !== 33) return false;
  try {
    return verifier.verify(signature, sha256(bytes), publicKey);
  } catch {
    return false; // A key that is no curve point verifies nothing.
  }
}

function isLowS(signature: Uint8Array): boolean {
  let s = 0n;
  for (let index = 32; index < SIGNATURE_LENGTH; index += 1) {
    s = (s << 8n) | BigInt(signature[index] as number);
  }
  return s <= HALF_ORDER;
}
