import { readTag, readVarint, valueSize, varintSize, WireError } from "../proto/wireReader.js";

/**
 * Deterministic TxRaw (ADR-027): length-delimited fields only, ascending, shortest length prefixes.
 * Returns the chain's error text, or undefined when the bytes are acceptable.
 */
export function checkAdr027(bytes: Uint8Array): string | undefined {
  let previous = 0;
  let offset = 0;
  try {
    while (offset < bytes.length) {
      const tag = readTag(bytes, offset);
      if (tag.wireType !== 2) return `expected 2 wire type, got ${tag.wireType}`;
      if (tag.fieldNumber < previous) {
        return `txRaw must follow ADR-027, got tagNum ${tag.fieldNumber} after tagNum ${previous}`;
      }
      previous = tag.fieldNumber;
      offset += tag.size;
      const length = readVarint(bytes, offset);
      const needed = varintSize(length.value);
      if (needed !== length.size) {
        return (
          `length prefix varint for tagNum ${tag.fieldNumber} is not as short as possible, ` +
          `read ${length.size}, only need ${needed}`
        );
      }
      offset += valueSize(bytes, offset, tag);
    }
  } catch (error) {
    if (error instanceof WireError) return `invalid length; ${error.message}`;
    throw error;
  }
  return undefined;
}
