import { assert } from "../math/assert.js";

/** Something that can take back one recorded change. */
export interface Undoable {
  /** Restores `previous` under `key`; `previous` is `undefined` when the key did not exist. */
  undo(key: string, previous: unknown): void;
  /** What `redo` needs to bring the latest change of `key` back after `undo` took it. */
  current(key: string): unknown;
  redo(key: string, current: unknown): void;
}

/**
 * The one undo log of the engine (design.md §3, "two states").
 *
 * The live state is *committed state + everything in the journal*. A branch is a position in the
 * log:
 * `mark()` opens it, `revert(mark)` takes back what came later, and `clear()` makes the live state
 * the committed one.
 * PERF: a branch costs what it touches, never what exists.
 */
export class Journal {
  private readonly targets: Undoable[] = [];
  private readonly keys: string[] = [];
  private readonly previous: unknown[] = [];

  /** Notes that `target[key]` is about to change from `previous`. */
  record(target: Undoable, key: string, previous: unknown): void {
    this.targets.push(target);
    this.keys.push(key);
    this.previous.push(previous);
  }

  /** The current position, to be handed to `revert`. */
  mark(): number {
    return this.targets.length;
  }

  /** Takes back every change recorded after `mark`, newest first. */
  revert(mark: number): void {
    assert(mark >= 0 && mark <= this.targets.length, "journal mark out of range");
    for (let i = this.targets.length - 1; i >= mark; i--) {
      const target = this.targets[i] as Undoable;
      target.undo(this.keys[i] as string, this.previous[i]);
    }
    this.targets.length = mark;
    this.keys.length = mark;
    this.previous.length = mark;
  }

  /**
   * Runs `action` with the committed state as the live one, open for writing, and brings the live
   * state back; what `action` wrote is gone. PERF: costs what lies in the log, there and back.
   */
  onCommitted<T>(action: () => T): T {
    const targets = this.targets.slice();
    const keys = this.keys.slice();
    const previous = this.previous.slice();
    const present: unknown[] = [];
    for (let i = targets.length - 1; i >= 0; i--) {
      const [target, key] = [targets[i] as Undoable, keys[i] as string];
      present[i] = target.current(key);
      target.undo(key, previous[i]);
    }
    this.clear();
    try {
      return action();
    } finally {
      this.revert(0);
      for (const [i, target] of targets.entries()) {
        const key = keys[i] as string;
        target.redo(key, present[i]);
        this.record(target, key, previous[i]);
      }
    }
  }

  /** Forgets the log: the live state becomes the committed state. */
  clear(): void {
    this.targets.length = 0;
    this.keys.length = 0;
    this.previous.length = 0;
  }
}
