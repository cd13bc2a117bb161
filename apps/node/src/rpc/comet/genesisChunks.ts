import { internalError } from "./errors.js";

const CHUNK_BYTES = 16 * 1024 * 1024;

/**
 * `genesis_chunked`: the file in base64 pieces; the refusal names the last valid number as if it
 * were the count (traps-node.md 41).
 */
export function genesisChunks(genesis: unknown, chunk: number) {
  const bytes = Buffer.from(JSON.stringify(genesis));
  const total = Math.max(1, Math.ceil(bytes.length / CHUNK_BYTES));
  if (chunk < 0 || chunk >= total)
    throw internalError(`there are ${total - 1} chunks, ${chunk} is invalid`);
  const data = bytes.subarray(chunk * CHUNK_BYTES, (chunk + 1) * CHUNK_BYTES).toString("base64");
  return { chunk: String(chunk), total: String(total), data };
}
