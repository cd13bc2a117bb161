/**
 * Writer behind the generated codecs, with the interface that ts-proto expects. PERF: buffers are
 * pooled, so that encoding allocates little beyond the result.
 */

const INITIAL_SIZE = 1024;
/** Larger buffers are left to the garbage collector instead of the pool. */
const MAX_POOLED_SIZE = 1 << 20;
const MAX_POOLED = 8;
const MAX_SAFE = BigInt(Number.MAX_SAFE_INTEGER);
const UINT32_MAX = 0xffffffff;
const INT32_MIN = -0x80000000;
const INT32_MAX = 0x7fffffff;
/** Above this length the platform's encoder beats the loop. */
const SHORT_STRING = 127;

const textEncoder = new TextEncoder();
const pool: Uint8Array[] = [];

/** Default of `bytes` fields. Shared: an array without elements cannot be changed. */
export const EMPTY_BYTES: Uint8Array = new Uint8Array(0);

export class BinaryWriter {
  private buf: Uint8Array = pool.pop() ?? new Uint8Array(INITIAL_SIZE);
  private pos = 0;
  private readonly forks: number[] = [];

  /** Everything written, as a fresh array. The writer must not be used afterwards. */
  finish(): Uint8Array {
    const result = this.buf.slice(0, this.pos);
    if (this.buf.length <= MAX_POOLED_SIZE && pool.length < MAX_POOLED) pool.push(this.buf);
    this.buf = EMPTY_BYTES;
    this.pos = 0;
    return result;
  }

  private reserve(size: number): void {
    const needed = this.pos + size;
    if (needed <= this.buf.length) return;
    let length = Math.max(this.buf.length, INITIAL_SIZE);
    while (length < needed) length *= 2;
    const grown = new Uint8Array(length);
    grown.set(this.buf.subarray(0, this.pos));
    this.buf = grown;
  }

  /** Begins length-delimited content; one byte is kept for its length. */
  fork(): this {
    this.reserve(1);
    this.forks.push(this.pos);
    this.pos += 1;
    return this;
  }

  /** Ends what `fork` began and writes its length before it. */
  join(): this {
    const start = this.forks.pop() as number;
    const length = this.pos - start - 1;
    if (length < 0x80) {
      this.buf[start] = length;
      return this;
    }
    const extra = varintSize(length) - 1;
    this.reserve(extra);
    this.buf.copyWithin(start + 1 + extra, start + 1, this.pos);
    const end = this.pos + extra;
    this.pos = start;
    this.uint32(length);
    this.pos = end;
    return this;
  }

  uint32(value: number): this {
    if (!(value >= 0 && value <= UINT32_MAX) || value % 1 !== 0) throw outOfRange("uint32", value);
    this.reserve(5);
    const buf = this.buf;
    let pos = this.pos;
    let rest = value;
    while (rest > 0x7f) {
      buf[pos++] = (rest & 0x7f) | 0x80;
      rest >>>= 7;
    }
    buf[pos++] = rest;
    this.pos = pos;
    return this;
  }

  int32(value: number): this {
    if (value >= 0 && value <= INT32_MAX) return this.uint32(value);
    assertInt32("int32", value);
    return this.varint64(BigInt.asUintN(64, BigInt(value)));
  }

  sint32(value: number): this {
    assertInt32("sint32", value);
    return this.uint32(((value << 1) ^ (value >> 31)) >>> 0);
  }

  bool(value: boolean): this {
    this.reserve(1);
    this.buf[this.pos++] = value ? 1 : 0;
    return this;
  }

  uint64(value: bigint): this {
    if (value >= 0n && value <= MAX_SAFE) return this.safeVarint(Number(value));
    if (BigInt.asUintN(64, value) !== value) throw outOfRange("uint64", value);
    return this.varint64(value);
  }

  int64(value: bigint): this {
    if (value >= 0n && value <= MAX_SAFE) return this.safeVarint(Number(value));
    if (BigInt.asIntN(64, value) !== value) throw outOfRange("int64", value);
    return this.varint64(BigInt.asUintN(64, value));
  }

  sint64(value: bigint): this {
    if (BigInt.asIntN(64, value) !== value) throw outOfRange("sint64", value);
    return this.uint64(value < 0n ? -2n * value - 1n : 2n * value);
  }

  /** Varint of an integer up to 2^53 − 1. */
  private safeVarint(value: number): this {
    this.reserve(8);
    const buf = this.buf;
    let pos = this.pos;
    let rest = value;
    while (rest > UINT32_MAX) {
      buf[pos++] = (rest & 0x7f) | 0x80;
      rest = Math.floor(rest / 128);
    }
    rest >>>= 0;
    while (rest > 0x7f) {
      buf[pos++] = (rest & 0x7f) | 0x80;
      rest >>>= 7;
    }
    buf[pos++] = rest;
    this.pos = pos;
    return this;
  }

  private varint64(value: bigint): this {
    this.reserve(10);
    let rest = value;
    while (rest > 0x7fn) {
      this.buf[this.pos++] = Number(rest & 0x7fn) | 0x80;
      rest >>= 7n;
    }
    this.buf[this.pos++] = Number(rest);
    return this;
  }

  fixed32(value: number): this {
    if (!(value >= 0 && value <= UINT32_MAX) || value % 1 !== 0) throw outOfRange("fixed32", value);
    return this.word(value);
  }

  sfixed32(value: number): this {
    assertInt32("sfixed32", value);
    return this.word(value);
  }

  /** Little-endian 32-bit word. */
  private word(value: number): this {
    this.reserve(4);
    const buf = this.buf;
    const pos = this.pos;
    buf[pos] = value;
    buf[pos + 1] = value >>> 8;
    buf[pos + 2] = value >>> 16;
    buf[pos + 3] = value >>> 24;
    this.pos = pos + 4;
    return this;
  }

  fixed64(value: bigint): this {
    if (BigInt.asUintN(64, value) !== value) throw outOfRange("fixed64", value);
    return this.view(8, (view) => view.setBigUint64(0, value, true));
  }

  sfixed64(value: bigint): this {
    if (BigInt.asIntN(64, value) !== value) throw outOfRange("sfixed64", value);
    return this.view(8, (view) => view.setBigInt64(0, value, true));
  }

  private view(size: number, set: (view: DataView) => void): this {
    this.reserve(size);
    set(new DataView(this.buf.buffer, this.buf.byteOffset + this.pos, size));
    this.pos += size;
    return this;
  }

  bytes(value: Uint8Array): this {
    const { length } = value;
    this.uint32(length);
    this.reserve(length);
    this.buf.set(value, this.pos);
    this.pos += length;
    return this;
  }

  string(value: string): this {
    const { length } = value;
    if (length <= SHORT_STRING) {
      this.reserve(length + 1);
      const buf = this.buf;
      let pos = this.pos;
      buf[pos++] = length;
      let index = 0;
      for (; index < length; index += 1) {
        const code = value.charCodeAt(index);
        if (code > 0x7f) break;
        buf[pos++] = code;
      }
      if (index === length) {
        this.pos = pos;
        return this;
      }
    }
    this.fork();
    this.reserve(length * 3);
    this.pos += textEncoder.encodeInto(value, this.buf.subarray(this.pos)).written;
    return this.join();
  }
}

function varintSize(value: number): number {
  if (value < 0x80) return 1;
  if (value < 0x4000) return 2;
  if (value < 0x200000) return 3;
  return value < 0x10000000 ? 4 : 5;
}

function assertInt32(type: string, value: number): void {
  if (!(value >= INT32_MIN && value <= INT32_MAX) || value % 1 !== 0) throw outOfRange(type, value);
}

function outOfRange(type: string, value: number | bigint): RangeError {
  return new RangeError(`${value} is not a ${type}`);
}
