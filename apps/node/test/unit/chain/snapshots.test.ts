import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createSilentLogger } from "@perpetua/telemetry";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { SnapshotStore } from "../../../src/chain/snapshots.js";
import { removeHome, tempHome } from "../../support/testChain.js";

const state = (text: string) => new Uint8Array(Buffer.from(text));

describe("SnapshotStore", () => {
  let home: string;
  let store: SnapshotStore;

  beforeEach(() => {
    home = tempHome();
    store = new SnapshotStore(home, createSilentLogger());
  });

  afterEach(() => removeHome(home));

  function damage(height: number, position: number): void {
    const path = join(home, `state-${height}.snapshot`);
    const file = readFileSync(path);
    file[position] = (file[position] as number) ^ 1;
    writeFileSync(path, file);
  }

  it("keeps the two newest", async () => {
    for (const height of [10, 20, 30]) await store.save(height, state(`at ${height}`));
    expect(readdirSync(home).sort()).toEqual(["state-20.snapshot", "state-30.snapshot"]);
    expect(store.newest(100)).toEqual({ height: 30, bytes: state("at 30") });
  });

  it("takes none above the height that the log reaches", async () => {
    await store.save(10, state("at 10"));
    await store.save(20, state("at 20"));
    expect(store.newest(19)?.height).toBe(10);
    expect(store.newest(9)).toBeUndefined();
  });

  it.each([
    ["the digest", 0],
    ["the state", 33],
  ])("falls back to the older one when %s is damaged", async (_, position) => {
    await store.save(10, state("at 10"));
    await store.save(20, state("at 20"));
    damage(20, position);
    expect(store.newest(100)?.height).toBe(10);
    damage(10, position);
    expect(store.newest(100)).toBeUndefined();
  });

  it("ignores what a crash left of an unfinished one", async () => {
    await store.save(10, state("at 10"));
    writeFileSync(join(home, "state-20.snapshot.tmp"), "half");
    writeFileSync(join(home, "state-30.snapshot"), "short");
    expect(store.newest(100)?.height).toBe(10);
  });
});
