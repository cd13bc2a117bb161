import { sha256 } from "@noble/hashes/sha2.js";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fastSha256 } from "../../../src/state/fastSha256.js";
import { StateRegistry, stringCodec, utf8 } from "../../../src/state/index.js";
import { NaiveStateTree } from "../../reference/engine/naiveStateTree.js";

describe("fastSha256", () => {
  test("equals the library at every length around block borders", () => {
    const data = Uint8Array.from({ length: 520 }, (_, i) => (i * 31 + 7) & 255);
    const out = new Uint8Array(40);
    for (let length = 0; length <= data.length; length++) {
      fastSha256(data, length, out, 5);
      expect(out.slice(5, 37), `length ${length}`).toEqual(sha256(data.subarray(0, length)));
    }
  });
});

const KEYS = Array.from({ length: 12 }, (_, i) => `key${i}`);

describe("the state hash", () => {
  test("after any changes, reverts, rollbacks and commits is that of a new tree", () => {
    const step = fc.record({
      op: fc.constantFrom("set", "set", "delete", "revert", "rollback", "commit"),
      key: fc.constantFrom(...KEYS),
      value: fc.string({ maxLength: 80 }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
        const registry = new StateRegistry();
        const store = registry.store("a", stringCodec);
        let committed = new Map<string, string>();
        let live = new Map<string, string>();
        let mark = 0;
        let marked = new Map(live);
        for (const { op, key, value } of [...steps, { op: "commit", key: "", value: "" }]) {
          if (op === "set") {
            store.set(key, value);
            live.set(key, value);
          } else if (op === "delete") {
            store.delete(key);
            live.delete(key);
          } else if (op === "revert") {
            registry.journal.revert(mark);
            live = new Map(marked);
          } else if (op === "rollback") {
            registry.rollback();
            live = new Map(committed);
          } else {
            expect(registry.commit()).toEqual(naiveRoot(live));
            committed = new Map(live);
          }
          if (op !== "set" && op !== "delete") {
            mark = registry.journal.mark();
            marked = new Map(live);
          }
          expect([...store.entries()]).toEqual([...live].sort(byKey));
          expect(store.size).toBe(live.size);
          expect([...store.unordered()].sort(byKey)).toEqual([...live].sort(byKey));
          registry.readCommitted(() => {
            expect([...store.entries()]).toEqual([...committed].sort(byKey));
            expect(KEYS.map((k) => store.get(k))).toEqual(KEYS.map((k) => committed.get(k)));
          });
        }
      }),
      { numRuns: 300 },
    );
  });
});

function naiveRoot(records: ReadonlyMap<string, string>): Uint8Array {
  const tree = new NaiveStateTree();
  for (const [key, value] of records) tree.update(`a\u0000${key}`, utf8(value));
  return tree.root();
}

function byKey([a]: readonly [string, string], [b]: readonly [string, string]): number {
  return a < b ? -1 : 1;
}
