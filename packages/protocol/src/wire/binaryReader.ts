/**
 * Reader behind the generated codecs, with the interface that ts-proto expects. PERF: 64-bit values
 * take the number path up to 2^49, and no views are made but those handed out for bytes fields.
 */

import { decodeUtf8 } from "./decodeUtf8.js";

const MAX_DEPTH = 100;
const NUMBER_LIMIT_BYTES = 7;

/** Malformed input: truncated, overlong, or nested too deeply. */
export class DecodeError extends Error {
  override readonly name = "DecodeError";
}

export class BinaryReader {
  pos = 0;
  readonly len: number;
  private depth = 0;
  private readonly buf: Uint8Array;

  constructor(buf: Uint8Array) {
    // A Node Buffer would hand out Buffers from subarray(); fields must be plain Uint8Arrays.
    this.buf =
      buf.constructor === Uint8Array
        ? buf
        : new Uint8Array(buf.buffer, buf.byteOffset, buf.byteLength);
    this.len = buf.length;
  }

  /** Begins a message of `length` bytes, or one that takes the rest; returns its end. */
  enter(length: number | undefined): number {
    this.depth += 1;
    if (this.depth > MAX_DEPTH) throw new DecodeError("messages are nested too deeply");
    if (length === undefined) return this.len;
    const end = this.pos + length;
    if (end > this.len) throw new DecodeError("unexpected EOF");
    return end;
  }

  /** Ends the message that `enter` began: its fields must fill it exactly. */
  leave(end: number): void {
    this.depth -= 1;
    if (this.pos !== end) throw new DecodeError("fields do not end where their message does");
  }

  uint32(): number {
    const buf = this.buf;
    let byte = buf[this.pos++] as number;
    if (byte < 0x80) return byte;
    let value = byte & 0x7f;
    byte = buf[this.pos++] as number;
    value |= (byte & 0x7f) << 7;
    if (byte < 0x80) return value;
    byte = buf[this.pos++] as number;
    value |= (byte & 0x7f) << 14;
    if (byte < 0x80) return value;
    byte = buf[this.pos++] as number;
    value |= (byte & 0x7f) << 21;
    if (byte < 0x80) return value;
    byte = buf[this.pos++] as number;
    value |= (byte & 0x0f) << 28;
    // A negative int32 is written as ten bytes; the upper half is dropped, as Go does.
    for (let extra = 0; byte >= 0x80; extra += 1) {
      if (extra === 5) throw new DecodeError("varint is too long");
      byte = buf[this.pos++] as number;
    }
    if (byte === undefined || this.pos > this.len) throw new DecodeError("unexpected EOF");
    return value >>> 0;
  }

  int32(): number {
    return this.uint32() | 0;
  }

  sint32(): number {
    const value = this.uint32();
    return (value >>> 1) ^ -(value & 1);
  }

  bool(): boolean {
    const byte = this.buf[this.pos] as number;
    if (byte >= 0x80) return this.uint64() !== 0n;
    this.advance(1);
    return byte !== 0;
  }

  uint64(): bigint {
    const buf = this.buf;
    let value = 0;
    let scale = 1;
    for (let index = 0; index < NUMBER_LIMIT_BYTES; index += 1) {
      const byte = buf[this.pos++];
      if (byte === undefined) throw new DecodeError("unexpected EOF");
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return BigInt(value);
      scale *= 128;
    }
    return BigInt.asUintN(64, BigInt(value) | this.upperVarint());
  }

  /** Bytes 8 to 10 of a varint, in place. */
  private upperVarint(): bigint {
    let value = 0;
    let scale = 1;
    for (let index = 0; index < 3; index += 1) {
      const byte = this.buf[this.pos++];
      if (byte === undefined) throw new DecodeError("unexpected EOF");
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return BigInt(value) << 49n;
      scale *= 128;
    }
    throw new DecodeError("varint is too long");
  }

  int64(): bigint {
    return BigInt.asIntN(64, this.uint64());
  }

  sint64(): bigint {
    const value = this.uint64();
    return (value >> 1n) ^ -(value & 1n);
  }

  fixed32(): number {
    return this.sfixed32() >>> 0;
  }

  sfixed32(): number {
    const pos = this.pos;
    this.advance(4);
    const buf = this.buf;
    return (
      (buf[pos] as number) |
      ((buf[pos + 1] as number) << 8) |
      ((buf[pos + 2] as number) << 16) |
      ((buf[pos + 3] as number) << 24)
    );
  }

  fixed64(): bigint {
    return this.dataView(8).getBigUint64(this.pos - 8, true);
  }

  sfixed64(): bigint {
    return this.dataView(8).getBigInt64(this.pos - 8, true);
  }

  float(): number {
    return this.dataView(4).getFloat32(this.pos - 4, true);
  }

  double(): number {
    return this.dataView(8).getFloat64(this.pos - 8, true);
  }

  /** Moves past `size` bytes and returns a view in which they can be read. */
  private dataView(size: number): DataView {
    this.advance(size);
    return new DataView(this.buf.buffer, this.buf.byteOffset, this.len);
  }

  private advance(size: number): void {
    this.pos += size;
    if (this.pos > this.len) throw new DecodeError("unexpected EOF");
  }

  bytes(): Uint8Array {
    const length = this.uint32();
    const start = this.pos;
    this.advance(length);
    return this.buf.subarray(start, start + length);
  }

  string(): string {
    const length = this.uint32();
    const start = this.pos;
    this.advance(length);
    return decodeUtf8(this.buf, start, this.pos);
  }

  /** Skips the value of an unknown field whose tag was just read. */
  skip(tag: number): void {
    if (tag >>> 3 === 0) throw new DecodeError("field number 0 is not allowed");
    switch (tag & 7) {
      case 0:
        this.uint64();
        return;
      case 1:
        this.advance(8);
        return;
      case 2:
        this.advance(this.uint32());
        return;
      case 3:
        this.skipGroup(tag >>> 3);
        return;
      case 5:
        this.advance(4);
        return;
      default:
        throw new DecodeError(`wire type ${tag & 7} cannot be skipped`);
    }
  }

  private skipGroup(fieldNumber: number): void {
    this.enter(undefined);
    const end = ((fieldNumber << 3) | 4) >>> 0;
    for (let tag = this.uint32(); tag !== end; tag = this.uint32()) this.skip(tag);
    this.depth -= 1;
  }
}
