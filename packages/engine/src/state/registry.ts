import { assert } from "../math/assert.js";
import type { Codec } from "./codec.js";
import { Journal } from "./journal.js";
import { StateTree } from "./stateTree.js";
import { BlockList, BlockMap, Item, type StateView, Store } from "./store.js";

interface Clearable {
  clear(): void;
}

/**
 * Creates and knows every store of the engine: what is hashed, what a snapshot holds, what a new
 * block clears.
 */
export class StateRegistry {
  readonly journal = new Journal();
  private readonly stores = new Map<string, Store<unknown>>();
  private readonly view: StateView = { committed: false };
  private readonly blockScoped: Clearable[] = [];
  private readonly tree = new StateTree();

  /** A persistent map; `name` is part of the state hash. */
  store<V>(name: string, codec: Codec<V>): Store<V> {
    assert(!this.stores.has(name), `store ${name} registered twice`);
    const store = new Store<V>(this.journal, this.view, name, codec);
    this.stores.set(name, store as unknown as Store<unknown>);
    return store;
  }

  /** A persistent single value. */
  item<V>(name: string, codec: Codec<V>): Item<V> {
    return new Item(this.store(name, codec));
  }

  /** A list emptied at the start of every block. */
  blockList<T>(): BlockList<T> {
    const list = new BlockList<T>(this.journal);
    this.blockScoped.push(list);
    return list;
  }

  /** A map emptied at the start of every block. */
  blockMap<V>(): BlockMap<V> {
    const map = new BlockMap<V>(this.journal);
    this.blockScoped.push(map);
    return map;
  }

  /** Empties everything that lives for one block. */
  clearBlockScoped(): void {
    for (const target of this.blockScoped) target.clear();
  }

  /** Makes the live state the committed one and returns its hash. */
  commit(): Uint8Array {
    for (const store of this.stores.values()) store.commit(this.tree);
    this.journal.clear();
    return this.tree.root();
  }

  /** Drops everything since the last commit. */
  rollback(): void {
    this.journal.revert(0);
    for (const store of this.stores.values()) store.settle();
  }

  /** Runs `read` on the committed state, whatever is journaled on top. */
  readCommitted<T>(read: () => T): T {
    const before = this.view.committed;
    this.view.committed = true;
    try {
      return read();
    } finally {
      this.view.committed = before;
    }
  }

  /** Whether a `readCommitted` is under way: nothing may be written. */
  get isReadingCommitted(): boolean {
    return this.view.committed;
  }

  /**
   * Every persistent record that the current view sees, in store and key order; inside
   * `readCommitted` the committed ones.
   */
  *records(): Generator<{ store: string; key: string; value: Uint8Array }> {
    for (const name of [...this.stores.keys()].sort()) {
      const store = this.stores.get(name) as Store<unknown>;
      for (const [key, value] of store.entries()) {
        yield { store: name, key, value: store.codec.encode(value) };
      }
    }
  }

  /** Loads one record of a snapshot. */
  restore(name: string, key: string, value: Uint8Array): void {
    const store = this.stores.get(name);
    assert(store !== undefined, `snapshot names unknown store ${name}`);
    store.load(this.tree, key, value);
  }

  /** The hash of the committed state. */
  stateHash(): Uint8Array {
    return this.tree.root();
  }
}
