import { assert } from "../math/assert.js";
import { utf8 } from "./codec.js";
import { fastSha256 } from "./fastSha256.js";

const FAN_OUT = 16;
const LEVELS = 4;
const BUCKETS = FAN_OUT ** LEVELS;
const HASH = 32;
/** Per leaf: the hash of its key, then the hash of its record. */
const LEAF = 2 * HASH;
const INITIAL_LEAVES = 1_024;
const NODE = 1 + HASH * FAN_OUT;

const NOT_ASCII = -1;

export const NO_LEAF = -1;

/**
 * A Merkle tree over all records: 65,536 buckets by key hash, four levels of sixteen children.
 * The root depends only on the set of (key, value) pairs, so a tree built from a snapshot equals
 * one kept up block by block. An empty bucket or subtree counts as 32 zero bytes.
 * PERF: a block of n changed records costs about 2n leaf hashes and the touched inner nodes; all
 * hashes lie in flat arrays, and a leaf is found by its number.
 */
export class StateTree {
  /** The key of each leaf in two parts; a record's full key is `store 0 key`. */
  private readonly stores: string[] = [];
  private readonly keys: (string | undefined)[] = [];
  private hashes = new Uint8Array(INITIAL_LEAVES * LEAF);
  private readonly free: number[] = [];
  /** Leaves of each bucket, by key. */
  private readonly buckets: (number[] | undefined)[] = new Array(BUCKETS).fill(undefined);
  /** Node hashes by level (0 = buckets). */
  private readonly levels = Array.from(
    { length: LEVELS + 1 },
    (_, level) => new Uint8Array(HASH * FAN_OUT ** (LEVELS - level)),
  );
  private readonly dirty = new Set<number>();
  private scratch = new Uint8Array(NODE);

  /** A leaf for a key of a store that has none; it counts once it is written. */
  add(store: string, key: string): number {
    const leaf = this.free.pop() ?? this.keys.length;
    this.stores[leaf] = store;
    this.keys[leaf] = key;
    this.reserve(leaf + 1);
    const length = this.writeKey(store, key);
    fastSha256(this.scratch, length, this.hashes, leaf * LEAF);
    const bucket = this.bucketOf(leaf);
    const leaves = this.buckets[bucket];
    if (leaves === undefined) this.buckets[bucket] = [leaf];
    else {
      let at = leaves.length;
      while (at > 0 && this.isAfter(leaves[at - 1] as number, leaf)) at--;
      leaves.splice(at, 0, leaf);
    }
    return leaf;
  }

  /** Writes `store 0 key` into the scratch and gives its length. PERF: no string is joined. */
  private writeKey(store: string, key: string): number {
    const at = writeText(this.scratchOf(store.length + key.length + 1), 0, store);
    if (at !== NOT_ASCII) {
      this.scratch[at] = 0;
      const end = writeText(this.scratch, at + 1, key);
      if (end !== NOT_ASCII) return end;
    }
    const bytes = utf8(`${store}\u0000${key}`);
    this.scratchOf(bytes.length).set(bytes);
    return bytes.length;
  }

  /** Whether leaf `a` follows leaf `b` in the order of their full keys. */
  private isAfter(a: number, b: number): boolean {
    const [storeA, storeB] = [this.stores[a] as string, this.stores[b] as string];
    if (storeA !== storeB) return storeA > storeB;
    return (this.keys[a] as string) > (this.keys[b] as string);
  }

  /** Sets the value of a leaf. */
  write(leaf: number, value: Uint8Array): void {
    const at = leaf * LEAF;
    const preimage = this.scratchOf(HASH + value.length);
    copyHash(this.hashes, at, preimage, 0);
    preimage.set(value, HASH);
    fastSha256(preimage, HASH + value.length, this.hashes, at + HASH);
    this.dirty.add(this.bucketOf(leaf));
  }

  /** Takes a leaf out; its number is given to another key. */
  remove(leaf: number): void {
    const bucket = this.bucketOf(leaf);
    const leaves = this.buckets[bucket];
    assert(leaves !== undefined && this.keys[leaf] !== undefined, "a removed leaf exists");
    if (leaves.length === 1) this.buckets[bucket] = undefined;
    else leaves.splice(leaves.indexOf(leaf), 1);
    this.keys[leaf] = undefined;
    this.free.push(leaf);
    this.dirty.add(bucket);
  }

  /** The root over all updates so far; 32 zero bytes for the empty state. */
  root(): Uint8Array {
    let touched = new Set<number>();
    for (const bucket of this.dirty) {
      this.hashBucket(bucket);
      touched.add(Math.floor(bucket / FAN_OUT));
    }
    this.dirty.clear();
    for (let level = 1; level <= LEVELS; level++) {
      const parents = new Set<number>();
      for (const node of touched) {
        this.hashNode(level, node);
        parents.add(Math.floor(node / FAN_OUT));
      }
      touched = parents;
    }
    return this.level(LEVELS).slice();
  }

  private level(level: number): Uint8Array {
    return this.levels[level] as Uint8Array;
  }

  private bucketOf(leaf: number): number {
    const at = leaf * LEAF;
    return ((this.hashes[at] as number) << 8) | (this.hashes[at + 1] as number);
  }

  private hashBucket(bucket: number): void {
    const nodes = this.level(0);
    const leaves = this.buckets[bucket];
    if (leaves === undefined) {
      nodes.fill(0, bucket * HASH, (bucket + 1) * HASH);
      return;
    }
    const length = 1 + HASH * leaves.length;
    const preimage = this.scratchOf(length);
    preimage[0] = 0;
    for (let i = 0; i < leaves.length; i++) {
      copyHash(this.hashes, (leaves[i] as number) * LEAF + HASH, preimage, 1 + HASH * i);
    }
    fastSha256(preimage, length, nodes, bucket * HASH);
  }

  private hashNode(level: number, node: number): void {
    const children = this.level(level - 1);
    const from = node * HASH * FAN_OUT;
    const nodes = this.level(level);
    if (isZero(children, from, from + HASH * FAN_OUT)) {
      nodes.fill(0, node * HASH, (node + 1) * HASH);
      return;
    }
    const preimage = this.scratchOf(NODE);
    preimage[0] = 1;
    preimage.set(children.subarray(from, from + HASH * FAN_OUT), 1);
    fastSha256(preimage, NODE, nodes, node * HASH);
  }

  /** Room for a message of `length` bytes. */
  private scratchOf(length: number): Uint8Array {
    if (this.scratch.length < length) this.scratch = new Uint8Array(2 * length);
    return this.scratch;
  }

  private reserve(leaves: number): void {
    if (leaves * LEAF <= this.hashes.length) return;
    const larger = new Uint8Array(this.hashes.length * 2);
    larger.set(this.hashes);
    this.hashes = larger;
  }
}

/** Writes ASCII text and gives where it ends, or `NOT_ASCII`. */
function writeText(to: Uint8Array, at: number, text: string): number {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code > 0x7f) return NOT_ASCII;
    to[at + i] = code;
  }
  return at + text.length;
}

/** PERF: cheaper than a view and `set`. */
function copyHash(from: Uint8Array, at: number, to: Uint8Array, toAt: number): void {
  for (let i = 0; i < HASH; i++) to[toAt + i] = from[at + i] as number;
}

function isZero(bytes: Uint8Array, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (bytes[i] !== 0) return false;
  return true;
}
