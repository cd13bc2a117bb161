import { sha1 } from "@noble/hashes/legacy.js";
import { bytesToHex, hexToBytes, utf8ToBytes } from "@noble/hashes/utils.js";

/** Namespace of every UUID of the indexer (wire.md §5.4). */
export const INDEXER_NAMESPACE = "0f9da948-a6fb-4c45-9edc-4685c3f3317d";
const NAMESPACE_BYTES = hexToBytes(INDEXER_NAMESPACE.replaceAll("-", ""));

/** UUID version 5 (RFC 9562) of a UTF-8 name in the indexer's namespace. */
export function uuidFromName(name: string): string {
  const nameBytes = utf8ToBytes(name);
  const input = new Uint8Array(NAMESPACE_BYTES.length + nameBytes.length);
  input.set(NAMESPACE_BYTES);
  input.set(nameBytes, NAMESPACE_BYTES.length);
  const hash = sha1(input).subarray(0, 16);
  hash[6] = ((hash[6] as number) & 0x0f) | 0x50;
  hash[8] = ((hash[8] as number) & 0x3f) | 0x80;
  const hex = bytesToHex(hash);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20),
  ].join("-");
}
