const WIDTH = 256;
const MASK = WIDTH - 1;
/** Bytes of the first part of a number, and how many bits a double holds. */
const CHUNKS = 6;
const SIGNIFICANCE = 2 ** 52;

/** Numbers in [0, 1), always the same for a seed: the default stream of npm `seedrandom`. */
export function seededRandom(seed: string): () => number {
  const next = byteStream(keyOf(seed));
  // The first 256 bytes of such a stream are not random enough.
  next(WIDTH);
  return () => {
    let value = next(CHUNKS);
    let unit = WIDTH ** CHUNKS;
    let low = 0;
    while (value < SIGNIFICANCE) {
      value = (value + low) * WIDTH;
      unit *= WIDTH;
      low = next(1);
    }
    while (value >= SIGNIFICANCE * 2) {
      value /= 2;
      unit /= 2;
      low >>>= 1;
    }
    return (value + low) / unit;
  };
}

function keyOf(seed: string): number[] {
  const key: number[] = [];
  let smear = 0;
  for (let index = 0; index < seed.length; index += 1) {
    const at = index & MASK;
    smear ^= (key[at] ?? 0) * 19;
    key[at] = (smear + seed.charCodeAt(index)) & MASK;
  }
  return key.length === 0 ? [0] : key;
}

/** The bytes of an ARC4 stream; `next(n)` reads n of them as one big-endian number. */
function byteStream(key: readonly number[]): (count: number) => number {
  const state = Uint8Array.from({ length: WIDTH }, (_, index) => index);
  const at = (index: number): number => state[index & MASK] as number;
  let j = 0;
  for (let i = 0; i < WIDTH; i += 1) {
    const value = at(i);
    j = (j + (key[i % key.length] as number) + value) & MASK;
    state[i] = at(j);
    state[j] = value;
  }
  let a = 0;
  let b = 0;
  return (count) => {
    let result = 0;
    for (let left = count; left > 0; left -= 1) {
      a = (a + 1) & MASK;
      const first = at(a);
      b = (b + first) & MASK;
      const second = at(b);
      state[a] = second;
      state[b] = first;
      // Only the last 6 of many bytes matter; the number must stay exact.
      result = (result * WIDTH + at(first + second)) % WIDTH ** CHUNKS;
    }
    return result;
  };
}
