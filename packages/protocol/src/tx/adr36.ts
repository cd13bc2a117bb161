import { bytesToHex } from "@noble/hashes/utils.js";
import { base64 } from "@scure/base";
import { addressOfPublicKey } from "../address/accountAddress.js";
import { bech32Decode } from "../address/bech32.js";
import { sortedJsonBytes } from "./aminoJson.js";
import { type SignatureVerifier, signBytes, verifySignature } from "./signature.js";

/**
 * Off-chain messages as Keplr signs them (ADR-36): amino JSON of a document with an empty chain
 * id and one `sign/MsgSignData`. The indexer's Keplr endpoints check these (api.md).
 */
export function adr36SignBytes(signer: string, data: Uint8Array | string): Uint8Array {
  const bytes = typeof data === "string" ? new TextEncoder().encode(data) : data;
  return sortedJsonBytes({
    account_number: "0",
    chain_id: "",
    fee: { amount: [], gas: "0" },
    memo: "",
    msgs: [{ type: "sign/MsgSignData", value: { data: base64.encode(bytes), signer } }],
    sequence: "0",
  });
}

export function signAdr36(
  signer: string,
  data: Uint8Array | string,
  privateKey: Uint8Array,
): Uint8Array {
  return signBytes(adr36SignBytes(signer, data), privateKey);
}

/** The key must belong to the signer's address, whatever the address's prefix is. */
export function verifyAdr36(
  signer: string,
  data: Uint8Array | string,
  publicKey: Uint8Array,
  signature: Uint8Array,
  verifier?: SignatureVerifier,
): boolean {
  const owner = bech32Decode(signer);
  const expected = bech32Decode(addressOfPublicKey(publicKey, owner.prefix));
  if (bytesToHex(owner.bytes) !== bytesToHex(expected.bytes)) return false;
  return verifySignature(signature, adr36SignBytes(signer, data), publicKey, verifier);
}
