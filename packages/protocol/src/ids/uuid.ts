import { bytesToHex, hexToBytes } from "@noble/hashes/utils.js";
import { sha1Prefix16 } from "./sha1.js";

/** Namespace of every UUID of the indexer (wire.md §5.4). */
export const INDEXER_NAMESPACE = "0f9da948-a6fb-4c45-9edc-4685c3f3317d";
const NAMESPACE_BYTES = hexToBytes(INDEXER_NAMESPACE.replaceAll("-", ""));

/** UUID version 5 (RFC 9562) of a UTF-8 name in the indexer's namespace. */
export function uuidFromName(name: string): string {
  const hash = sha1Prefix16(NAMESPACE_BYTES, name);
  hash[6] = ((hash[6] as number) & 0x0f) | 0x50;
  hash[8] = ((hash[8] as number) & 0x3f) | 0x80;
  const hex = bytesToHex(hash);
  const head = `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}`;
  return `${head}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
