import { createRequire } from "node:module";
import type { SignatureVerifier } from "@perpetua/protocol";

interface NativeSecp256k1 {
  ecdsaVerify(signature: Uint8Array, digest: Uint8Array, publicKey: Uint8Array): boolean;
}

const secp256k1 = createRequire(import.meta.url)("secp256k1") as NativeSecp256k1;

/**
 * The native library: about fifty times as fast as JavaScript, and a recording holds thousands of
 * signatures.
 */
export const nativeVerifier: SignatureVerifier = {
  verify: (signature, digest, publicKey) => secp256k1.ecdsaVerify(signature, digest, publicKey),
};
