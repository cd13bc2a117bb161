import { assert } from "../math/assert.js";
import type { Codec } from "./codec.js";
import type { Journal, Undoable } from "./journal.js";

/**
 * Which of the two states reads see: the live one (default) or the committed one. Shared by all
 * stores.
 */
export interface StateView {
  committed: boolean;
}

/**
 * A journaled map from string keys to immutable records. Never change a record in place: `set` a
 * new one. Persistent stores enter the state hash and snapshots under their `name`; names are
 * unique.
 */
export class Store<V> implements Undoable {
  private readonly records = new Map<string, V>();
  /**
   * Committed values of the keys touched since the last commit: what `view.committed` readers see.
   */
  private readonly base = new Map<string, V | undefined>();
  private sorted: string[] | undefined;
  private changes = 0;
  /** Told each key that a commit may have changed, once its value is the committed one. */
  onCommit: ((key: string) => void) | undefined;

  constructor(
    private readonly journal: Journal,
    private readonly view: StateView,
    readonly name: string,
    readonly codec: Codec<V>,
  ) {}

  get(key: string): V | undefined {
    if (this.view.committed && this.base.has(key)) return this.base.get(key);
    return this.records.get(key);
  }

  has(key: string): boolean {
    return this.get(key) !== undefined;
  }

  /**
   * Grows with every change of the live state, reverts included: what was derived from the store
   * holds while it stays the same. Unequal to itself (NaN) while reads see the committed state.
   */
  get revision(): number {
    return this.view.committed ? Number.NaN : this.changes;
  }

  get size(): number {
    return this.view.committed ? this.sortedKeys().length : this.records.size;
  }

  set(key: string, value: V): void {
    assert(!this.view.committed, "write while reading committed state");
    const previous = this.records.get(key);
    if (previous === value) return;
    this.journal.record(this, key, previous);
    if (!this.base.has(key)) this.base.set(key, previous);
    if (previous === undefined) this.sorted = undefined;
    this.changes++;
    this.records.set(key, value);
  }

  delete(key: string): void {
    assert(!this.view.committed, "write while reading committed state");
    const previous = this.records.get(key);
    if (previous === undefined) return;
    this.journal.record(this, key, previous);
    if (!this.base.has(key)) this.base.set(key, previous);
    this.sorted = undefined;
    this.changes++;
    this.records.delete(key);
  }

  /**
   * Keys in code-unit order. PERF: sorted once, again only after an insert or delete; for small
   * stores or rare scans.
   */
  sortedKeys(): readonly string[] {
    if (this.view.committed && this.base.size > 0) return this.committedKeys();
    this.sorted ??= [...this.records.keys()].sort((a, b) => (a < b ? -1 : 1));
    return this.sorted;
  }

  /** Entries in key order. */
  *entries(): Generator<[string, V]> {
    for (const key of this.sortedKeys()) yield [key, this.get(key) as V];
  }

  private committedKeys(): string[] {
    const keys = new Set(this.records.keys());
    for (const [key, value] of this.base) {
      if (value === undefined) keys.delete(key);
      else keys.add(key);
    }
    return [...keys].sort((a, b) => (a < b ? -1 : 1));
  }

  /** Keys that may differ from the committed state; the owner calls `settle` when it commits. */
  touchedKeys(): IterableIterator<string> {
    return this.base.keys();
  }

  /** The live values are the committed ones from here on. */
  settle(): void {
    this.base.clear();
  }

  /**
   * Entries in insertion order: only where order cannot reach any output (sums, counts,
   * invariants).
   */
  unordered(): IterableIterator<[string, V]> {
    return this.records.entries();
  }

  undo(key: string, previous: unknown): void {
    this.changes++;
    if (previous === undefined) {
      this.records.delete(key);
      this.sorted = undefined;
    } else {
      if (!this.records.has(key)) this.sorted = undefined;
      this.records.set(key, previous as V);
    }
  }

  /** Fills the store while restoring a snapshot: not journaled. */
  load(key: string, bytes: Uint8Array): void {
    this.records.set(key, this.codec.decode(bytes));
    this.changes++;
    this.sorted = undefined;
  }
}

/** One journaled value. */
export class Item<V> {
  private readonly store: Store<V>;

  constructor(store: Store<V>) {
    this.store = store;
  }

  get(): V | undefined {
    return this.store.get("");
  }

  set(value: V): void {
    this.store.set("", value);
  }

  delete(): void {
    this.store.delete("");
  }
}

/**
 * A journaled list that lives for one block (indexer events, ids delivered in the block): never
 * hashed, cleared by `clear`.
 */
export class BlockList<T> implements Undoable {
  private items: T[] = [];

  constructor(private readonly journal: Journal) {}

  push(item: T): void {
    this.journal.record(this, "", this.items.length);
    this.items.push(item);
  }

  all(): readonly T[] {
    return this.items;
  }

  get length(): number {
    return this.items.length;
  }

  /** Drops the newest items down to `length`; a later revert never brings them back. */
  truncate(length: number): void {
    this.items.length = length;
  }

  /** Empties the list; only at block boundaries, where nothing is reverted any more. */
  clear(): void {
    this.items = [];
  }

  undo(_key: string, previous: unknown): void {
    this.items.length = Math.min(this.items.length, previous as number);
  }
}

/** A journaled map that lives for one block: never hashed, cleared by `clear`. */
export class BlockMap<V> implements Undoable {
  private readonly records = new Map<string, V>();

  constructor(private readonly journal: Journal) {}

  get(key: string): V | undefined {
    return this.records.get(key);
  }

  has(key: string): boolean {
    return this.records.has(key);
  }

  get size(): number {
    return this.records.size;
  }

  set(key: string, value: V): void {
    this.journal.record(this, key, this.records.get(key));
    this.records.set(key, value);
  }

  delete(key: string): void {
    if (!this.records.has(key)) return;
    this.journal.record(this, key, this.records.get(key));
    this.records.delete(key);
  }

  /** Keys in code-unit order. */
  sortedKeys(): string[] {
    return [...this.records.keys()].sort((a, b) => (a < b ? -1 : 1));
  }

  /** Keys in order of insertion, which is deterministic because commands are. */
  keys(): string[] {
    return [...this.records.keys()];
  }

  clear(): void {
    this.records.clear();
  }

  undo(key: string, previous: unknown): void {
    if (previous === undefined) this.records.delete(key);
    else this.records.set(key, previous as V);
  }
}
