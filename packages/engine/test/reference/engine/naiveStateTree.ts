import { sha256 } from "@noble/hashes/sha2.js";
import { assert } from "../../../src/math/assert.js";

const FAN_OUT = 16;
const LEVELS = 4;
const BUCKETS = FAN_OUT ** LEVELS;

/**
 * The state tree written for reading, with the library's hash. A Merkle tree over all records:
 * 65,536 buckets by key hash, four levels of sixteen children. The root depends only on the set of
 * (key, value) pairs, so a tree built from a snapshot equals one kept up block by block.
 */
export class NaiveStateTree {
  private readonly buckets = new Map<number, Map<string, Uint8Array>>();
  /** Node hashes by level (0 = buckets); absent = empty subtree. */
  private readonly levels: Map<number, Uint8Array>[] = Array.from(
    { length: LEVELS + 1 },
    () => new Map<number, Uint8Array>(),
  );
  private readonly dirty = new Set<number>();

  /** Sets or, with `value` undefined, removes the record under `key`. */
  update(key: string, value: Uint8Array | undefined): void {
    const keyBytes = new TextEncoder().encode(key);
    const keyHash = sha256(keyBytes);
    const bucket = ((keyHash[0] as number) << 8) | (keyHash[1] as number);
    let leaves = this.buckets.get(bucket);
    if (value === undefined) {
      leaves?.delete(key);
      if (leaves?.size === 0) this.buckets.delete(bucket);
    } else {
      if (leaves === undefined) {
        leaves = new Map();
        this.buckets.set(bucket, leaves);
      }
      const preimage = new Uint8Array(32 + value.length);
      preimage.set(keyHash);
      preimage.set(value, 32);
      leaves.set(key, sha256(preimage));
    }
    this.dirty.add(bucket);
  }

  /** The root over all updates so far; 32 zero bytes for the empty state. */
  root(): Uint8Array {
    let touched = new Set<number>();
    for (const bucket of this.dirty) {
      this.setNode(0, bucket, this.hashBucket(bucket));
      touched.add(Math.floor(bucket / FAN_OUT));
    }
    this.dirty.clear();
    for (let level = 1; level <= LEVELS; level++) {
      const parents = new Set<number>();
      for (const node of touched) {
        this.setNode(level, node, this.hashNode(level, node));
        parents.add(Math.floor(node / FAN_OUT));
      }
      touched = parents;
    }
    return this.levels[LEVELS]?.get(0) ?? new Uint8Array(32);
  }

  private setNode(level: number, node: number, hash: Uint8Array | undefined): void {
    assert(node < BUCKETS, "state tree node out of range");
    const nodes = this.levels[level] as Map<number, Uint8Array>;
    if (hash === undefined) nodes.delete(node);
    else nodes.set(node, hash);
  }

  private hashBucket(bucket: number): Uint8Array | undefined {
    const leaves = this.buckets.get(bucket);
    if (leaves === undefined) return undefined;
    const keys = [...leaves.keys()].sort((a, b) => (a < b ? -1 : 1));
    const preimage = new Uint8Array(1 + 32 * keys.length);
    keys.forEach((key, i) => {
      preimage.set(leaves.get(key) as Uint8Array, 1 + 32 * i);
    });
    return sha256(preimage);
  }

  private hashNode(level: number, node: number): Uint8Array | undefined {
    const children = this.levels[level - 1] as Map<number, Uint8Array>;
    const preimage = new Uint8Array(1 + 32 * FAN_OUT);
    preimage[0] = 1;
    let any = false;
    for (let i = 0; i < FAN_OUT; i++) {
      const child = children.get(node * FAN_OUT + i);
      if (child === undefined) continue;
      any = true;
      preimage.set(child, 1 + 32 * i);
    }
    return any ? sha256(preimage) : undefined;
  }
}
