import { sha256 } from "@noble/hashes/sha2.js";
import { IndexerOrderId, IndexerSubaccountId } from "../gen/packages/indexerV1.js";

/** Key of every to-vulcan message: SHA-256 of the IndexerOrderId's bytes (wire.md §5.1). */
export function orderIdHash(orderId: IndexerOrderId): Uint8Array {
  return sha256(IndexerOrderId.encode(orderId).finish());
}

/** Key of to-websockets-subaccounts messages: the binary IndexerSubaccountId. */
export function subaccountKeyBytes(subaccountId: IndexerSubaccountId): Uint8Array {
  return IndexerSubaccountId.encode(subaccountId).finish();
}

const M = 0x5bd1e995;
const R = 24;

/** Kafka's murmur2 of a message key, as a signed 32-bit number (wire.md §5.1, V147–V150). */
export function murmur2(data: Uint8Array): number {
  const { length } = data;
  let hash = 0x9747b28c ^ length;
  const words = length >> 2;
  const view = new DataView(data.buffer, data.byteOffset, length);
  for (let index = 0; index < words; index += 1) {
    let word = Math.imul(view.getInt32(index * 4, true), M);
    word ^= word >>> R;
    hash = Math.imul(hash, M) ^ Math.imul(word, M);
  }
  const tail = words * 4;
  const rest = length - tail;
  if (rest >= 3) hash ^= view.getUint8(tail + 2) << 16;
  if (rest >= 2) hash ^= view.getUint8(tail + 1) << 8;
  if (rest >= 1) hash = Math.imul(hash ^ view.getUint8(tail), M);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, M);
  return hash ^ (hash >>> 15);
}

/** Partition of a keyed message: sign bit cleared, modulo the partition count. */
export function kafkaPartition(key: Uint8Array, partitions: number): number {
  return (murmur2(key) & 0x7fffffff) % partitions;
}
