/**
 * Binary values are stored with each byte as the code point of the same number, sent as UTF-8
 * (indexer.md §2.1): bytes from 0x80 on take two bytes in Redis.
 */
export function bytesToRedis(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
}

export function bytesFromRedis(text: string): Uint8Array {
  return Buffer.from(text, "latin1");
}
