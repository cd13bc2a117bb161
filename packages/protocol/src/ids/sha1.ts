/**
 * SHA-1, for version 5 UUIDs only (nothing here relies on its strength). PERF: four times the
 * general-purpose library on names of a hundred bytes; ender derives several ids per event.
 */

const words = new Int32Array(80);
const BLOCK = 64;
/** Room for the 0x80 byte and the 64-bit length. */
const TRAILER = 9;

let padded = new Uint8Array(4 * BLOCK);

/** First 16 bytes of the digest of `prefix` followed by the UTF-8 bytes of `name`. */
export function sha1Prefix16(prefix: Uint8Array, name: string): Uint8Array {
  const length = fill(prefix, name);
  let a = 0x67452301;
  let b = 0xefcdab89 | 0;
  let c = 0x98badcfe | 0;
  let d = 0x10325476;
  let e = 0xc3d2e1f0 | 0;
  for (let offset = 0; offset < length; offset += BLOCK) {
    expand(offset);
    const [a0, b0, c0, d0, e0] = [a, b, c, d, e];
    for (let round = 0; round < 80; round += 1) {
      const mixed = ((a << 5) | (a >>> 27)) + mix(round, b, c, d) + e + (words[round] as number);
      e = d;
      d = c;
      c = (b << 30) | (b >>> 2);
      b = a;
      a = mixed | 0;
    }
    a = (a + a0) | 0;
    b = (b + b0) | 0;
    c = (c + c0) | 0;
    d = (d + d0) | 0;
    e = (e + e0) | 0;
  }
  const result = new Uint8Array(16);
  const view = new DataView(result.buffer);
  view.setInt32(0, a);
  view.setInt32(4, b);
  view.setInt32(8, c);
  view.setInt32(12, d);
  return result;
}

function mix(round: number, b: number, c: number, d: number): number {
  if (round < 20) return ((b & c) | (~b & d)) + 0x5a827999;
  if (round < 40) return (b ^ c ^ d) + 0x6ed9eba1;
  if (round < 60) return ((b & c) | (b & d) | (c & d)) + 0x8f1bbcdc;
  return (b ^ c ^ d) + 0xca62c1d6;
}

function expand(offset: number): void {
  for (let index = 0; index < 16; index += 1) {
    const at = offset + index * 4;
    words[index] =
      ((padded[at] as number) << 24) |
      ((padded[at + 1] as number) << 16) |
      ((padded[at + 2] as number) << 8) |
      (padded[at + 3] as number);
  }
  for (let index = 16; index < 80; index += 1) {
    const word =
      (words[index - 3] as number) ^
      (words[index - 8] as number) ^
      (words[index - 14] as number) ^
      (words[index - 16] as number);
    words[index] = (word << 1) | (word >>> 31);
  }
}

const encoder = new TextEncoder();

/** Writes the padded message into the shared buffer and returns its length. */
function fill(prefix: Uint8Array, name: string): number {
  const most = prefix.length + name.length * 3 + TRAILER + BLOCK;
  if (padded.length < most) padded = new Uint8Array(most * 2);
  padded.set(prefix);
  const { written } = encoder.encodeInto(name, padded.subarray(prefix.length));
  const size = prefix.length + written;
  const length = Math.ceil((size + TRAILER) / BLOCK) * BLOCK;
  padded.fill(0, size, length);
  padded[size] = 0x80;
  new DataView(padded.buffer).setUint32(length - 4, size * 8);
  return length;
}
