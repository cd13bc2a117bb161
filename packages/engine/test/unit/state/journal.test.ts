import { expect, test } from "vitest";
import { numberCodec, StateRegistry } from "../../../src/state/index.js";

/** Some changes of every kind of store, with a truncated list among them. */
function world() {
  const registry = new StateRegistry();
  const store = registry.store("numbers", numberCodec);
  const list = registry.blockList<string>();
  const map = registry.blockMap<number>();
  store.set("kept", 1);
  store.set("deleted", 2);
  registry.commit();
  const live = () => ({
    store: [...store.entries()],
    list: [...list.all()],
    map: map.keys().map((key) => [key, map.get(key)]),
  });
  const change = () => {
    store.set("kept", 10);
    store.set("kept", 11);
    store.delete("deleted");
    store.set("new", 3);
    list.push("a");
    list.push("b");
    list.truncate(1);
    list.push("c");
    map.set("x", 1);
    map.set("y", 2);
    map.set("x", 3);
    map.set("z", 4);
    map.delete("z");
  };
  return { registry, store, list, map, live, change };
}

test("an action on the committed state sees it, writes to it, and leaves the live state alone", () => {
  const { registry, store, list, map, live, change } = world();
  const committed = live();
  change();
  const before = live();
  const seen = registry.journal.onCommitted(() => {
    const found = live();
    store.set("kept", 99);
    store.set("other", 5);
    list.push("z");
    map.set("w", 9);
    return found;
  });
  expect(seen).toEqual(committed);
  expect(live()).toEqual(before);
  registry.rollback();
  expect(live()).toEqual(committed);
});

test("marks inside the log stay good, also when the action breaks off", () => {
  const { registry, store, live, change } = world();
  change();
  const mark = registry.journal.mark();
  const marked = live();
  store.set("later", 7);
  expect(() =>
    registry.journal.onCommitted(() => {
      store.delete("kept");
      throw new Error("broken off");
    }),
  ).toThrow("broken off");
  expect(store.get("later")).toBe(7);
  registry.journal.revert(mark);
  expect(live()).toEqual(marked);
});
