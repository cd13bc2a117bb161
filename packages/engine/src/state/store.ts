import { assert, must } from "../math/assert.js";
import type { Codec } from "./codec.js";
import type { Journal, Undoable } from "./journal.js";
import { NO_LEAF, type StateTree } from "./stateTree.js";

/**
 * Which of the two states reads see: the live one (default) or the committed one. Shared by all
 * stores.
 */
export interface StateView {
  committed: boolean;
}

/** One key of a store. PERF: everything about it in one place, found by one look-up. */
interface Cell<V> {
  readonly key: string;
  /** The live value; undefined when the key is absent. */
  value: V | undefined;
  /** Since the last commit `value` may have left `committed`. */
  isTouched: boolean;
  committed: V | undefined;
  /** Its leaf in the state tree. */
  leaf: number;
}

/**
 * A journaled map from string keys to immutable records. Never change a record in place: `set` a
 * new one. Persistent stores enter the state hash and snapshots under their `name`; names are
 * unique.
 */
export class Store<V> implements Undoable {
  private readonly cells = new Map<string, Cell<V>>();
  /** Cells to settle with the next commit; only they may be without a value. */
  private touched: Cell<V>[] = [];
  private live = 0;
  private sorted: string[] | undefined;
  private changes = 0;
  /** Told each key that a commit changed, once its value is the committed one. */
  onCommit: ((key: string) => void) | undefined;

  constructor(
    private readonly journal: Journal,
    private readonly view: StateView,
    readonly name: string,
    readonly codec: Codec<V>,
  ) {}

  get(key: string): V | undefined {
    const cell = this.cells.get(key);
    if (cell === undefined) return undefined;
    return this.view.committed ? committedOf(cell) : cell.value;
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
    return this.view.committed ? this.sortedKeys().length : this.live;
  }

  set(key: string, value: V): void {
    assert(!this.view.committed, "write while reading committed state");
    const cell = this.cells.get(key);
    if (cell === undefined) this.insert(key, value);
    else if (cell.value !== value) this.change(cell, value);
  }

  delete(key: string): void {
    assert(!this.view.committed, "write while reading committed state");
    const cell = this.cells.get(key);
    if (cell?.value !== undefined) this.change(cell, undefined);
  }

  private insert(key: string, value: V): void {
    this.journal.record(this, key, undefined);
    const cell: Cell<V> = { key, value, isTouched: true, committed: undefined, leaf: NO_LEAF };
    this.cells.set(key, cell);
    this.touched.push(cell);
    this.live++;
    this.sorted = undefined;
    this.changes++;
  }

  private change(cell: Cell<V>, value: V | undefined): void {
    this.journal.record(this, cell.key, cell.value);
    if (!cell.isTouched) {
      cell.isTouched = true;
      cell.committed = cell.value;
      this.touched.push(cell);
    }
    this.assign(cell, value);
  }

  private assign(cell: Cell<V>, value: V | undefined): void {
    if (cell.value === undefined || value === undefined) {
      if (cell.value !== undefined) this.live--;
      if (value !== undefined) this.live++;
      this.sorted = undefined;
    }
    this.changes++;
    cell.value = value;
  }

  /**
   * Keys in code-unit order. PERF: sorted once, again only after an insert or delete; for small
   * stores or rare scans.
   */
  sortedKeys(): readonly string[] {
    if (this.view.committed && this.touched.length > 0) return this.keysWith(committedOf);
    this.sorted ??= this.keysWith((cell) => cell.value);
    return this.sorted;
  }

  private keysWith(pick: (cell: Cell<V>) => V | undefined): string[] {
    const keys: string[] = [];
    for (const cell of this.cells.values()) if (pick(cell) !== undefined) keys.push(cell.key);
    return keys.sort();
  }

  /** Entries in key order. */
  *entries(): Generator<[string, V]> {
    for (const key of this.sortedKeys()) yield [key, this.get(key) as V];
  }

  /**
   * Entries in any order, live ones: only where order cannot reach any output (sums, counts,
   * invariants).
   */
  *unordered(): Generator<[string, V]> {
    for (const { key, value } of this.cells.values()) if (value !== undefined) yield [key, value];
  }

  undo(key: string, previous: unknown): void {
    const cell = must(this.cells.get(key), "a journaled key has a cell");
    this.assign(cell, previous as V | undefined);
  }

  current(key: string): V | undefined {
    return this.cells.get(key)?.value;
  }

  redo(key: string, current: unknown): void {
    this.undo(key, current);
  }

  /** Makes the live values the committed ones and brings the tree up to date with them. */
  commit(tree: StateTree): void {
    for (const cell of this.settle()) {
      if (cell.value === cell.committed) continue;
      if (cell.value === undefined) tree.remove(cell.leaf);
      else this.writeLeaf(tree, cell, this.codec.encode(cell.value));
      this.onCommit?.(cell.key);
    }
  }

  /** The live values are the committed ones from here on; gives the cells that were touched. */
  settle(): readonly Cell<V>[] {
    const settled = this.touched;
    for (const cell of settled) {
      cell.isTouched = false;
      if (cell.value === undefined) this.cells.delete(cell.key);
    }
    this.touched = [];
    return settled;
  }

  /** Fills the store while restoring a snapshot: not journaled. */
  load(tree: StateTree, key: string, bytes: Uint8Array): void {
    const value = this.codec.decode(bytes);
    const cell = { key, value, isTouched: false, committed: undefined, leaf: NO_LEAF };
    this.cells.set(key, cell);
    this.writeLeaf(tree, cell, bytes);
    this.live++;
    this.changes++;
    this.sorted = undefined;
  }

  private writeLeaf(tree: StateTree, cell: Cell<V>, bytes: Uint8Array): void {
    if (cell.leaf === NO_LEAF) cell.leaf = tree.add(this.name, cell.key);
    tree.write(cell.leaf, bytes);
  }
}

function committedOf<V>(cell: Cell<V>): V | undefined {
  return cell.isTouched ? cell.committed : cell.value;
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

/** The last item of a list, and how long the list is with it. */
interface Newest<T> {
  readonly length: number;
  readonly item: T | undefined;
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

  current(_key: string): Newest<T> {
    return { length: this.items.length, item: this.items.at(-1) };
  }

  /** Items that `truncate` dropped do not come back. */
  redo(_key: string, current: unknown): void {
    const { length, item } = current as Newest<T>;
    if (this.items.length === length - 1) this.items.push(item as T);
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

  current(key: string): V | undefined {
    return this.records.get(key);
  }

  redo(key: string, current: unknown): void {
    this.undo(key, current);
  }
}
