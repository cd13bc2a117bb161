/** Low-level reading of protobuf bytes, with the error texts of Go's protowire (recorded, edge). */

export const UNEXPECTED_EOF = "unexpected EOF";
const OVERFLOW = "proto: variable length integer overflow";
const INVALID_FIELD_NUMBER = "proto: invalid field number";
const RESERVED_WIRE_TYPE = "proto: cannot parse reserved wire type";
const MISMATCHED_END_GROUP = "proto: mismatching end group marker";

const MAX_FIELD_NUMBER = 2 ** 29 - 1;

/** Thrown by the functions below; the message is protowire's. */
export class WireError extends Error {
  override readonly name = "WireError";
}

export interface Varint {
  /** Exact up to 2^53; beyond that only good for comparing with lengths, which it exceeds. */
  readonly value: number;
  readonly size: number;
}

export function readVarint(bytes: Uint8Array, offset: number): Varint {
  let value = 0;
  let scale = 1;
  for (let size = 1; size <= 10; size += 1) {
    const byte = bytes[offset + size - 1];
    if (byte === undefined) throw new WireError(UNEXPECTED_EOF);
    if (size === 10 && byte > 1) throw new WireError(OVERFLOW);
    value += (byte & 0x7f) * scale;
    if (byte < 0x80) return { value, size };
    scale *= 128;
  }
  throw new WireError(OVERFLOW);
}

/** Bytes that the shortest varint of a value takes. */
export function varintSize(value: number): number {
  let size = 1;
  for (let rest = value; rest >= 128; rest = Math.floor(rest / 128)) size += 1;
  return size;
}

export interface Tag {
  readonly fieldNumber: number;
  readonly wireType: number;
  readonly size: number;
}

export function readTag(bytes: Uint8Array, offset: number): Tag {
  const { value, size } = readVarint(bytes, offset);
  const fieldNumber = Math.floor(value / 8);
  if (fieldNumber < 1 || fieldNumber > MAX_FIELD_NUMBER) throw new WireError(INVALID_FIELD_NUMBER);
  return { fieldNumber, wireType: value % 8, size };
}

/** Length in bytes of the value that follows a tag. */
export function valueSize(bytes: Uint8Array, offset: number, tag: Tag): number {
  switch (tag.wireType) {
    case 0:
      return readVarint(bytes, offset).size;
    case 1:
      return fixedSize(bytes, offset, 8);
    case 2: {
      const { value, size } = readVarint(bytes, offset);
      return fixedSize(bytes, offset, size + value);
    }
    case 3:
      return groupSize(bytes, offset, tag.fieldNumber);
    case 4:
      throw new WireError(MISMATCHED_END_GROUP);
    case 5:
      return fixedSize(bytes, offset, 4);
    default:
      throw new WireError(RESERVED_WIRE_TYPE);
  }
}

function fixedSize(bytes: Uint8Array, offset: number, size: number): number {
  if (offset + size > bytes.length) throw new WireError(UNEXPECTED_EOF);
  return size;
}

function groupSize(bytes: Uint8Array, start: number, fieldNumber: number): number {
  let offset = start;
  for (;;) {
    const tag = readTag(bytes, offset);
    offset += tag.size;
    if (tag.wireType === 4) {
      if (tag.fieldNumber !== fieldNumber) throw new WireError(MISMATCHED_END_GROUP);
      return offset - start;
    }
    offset += valueSize(bytes, offset, tag);
  }
}
