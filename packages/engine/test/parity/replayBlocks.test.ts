import { join } from "node:path";
import { RECORDINGS, Recording, type ReplayableExchange, replayBlocks } from "@perpetua/testkit";
import { describe, expect, it } from "vitest";
import { Exchange } from "../../src/index.js";
import { RecordedRun } from "./recordedRun.js";

const NAMES = ["main", "edge", "roundtable"] as const;

const open = (name: string) => new Recording(join(RECORDINGS, name));

describe("replay of recorded blocks", () => {
  it.each(NAMES)(
    "%s: codes, data and indexer bytes of every block, invariants hold",
    (name) => {
      const start = (document: unknown) => Exchange.genesis(document);
      const check = (exchange: ReplayableExchange) => (exchange as Exchange).checkInvariants();
      const { result } = replayBlocks(open(name), start, Number.POSITIVE_INFINITY, check);
      expect(result.difference).toBeUndefined();
      expect(result.equal).toBe(result.total);
    },
    300_000,
  );

  it.each(NAMES)(
    "%s: every Cosmos event and log of every block",
    (name) => {
      const run = RecordedRun.fromGenesis(open(name));
      expect(run.eventDifferences()).toEqual([]);
    },
    300_000,
  );
});

describe("determinism over recorded blocks", () => {
  it.each(NAMES)(
    "%s: two runs and runs from snapshots give the same hashes",
    (name) => {
      const recording = open(name);
      const first = RecordedRun.fromGenesis(recording);
      const hashes = first.hashes([90, 142, 245]);
      const second = RecordedRun.fromGenesis(recording).hashes([]);
      expect(second.byHeight).toEqual(hashes.byHeight);
      expect(hashes.snapshots.length).toBeGreaterThan(1);
      for (const { height, bytes } of hashes.snapshots) {
        const restored = RecordedRun.fromSnapshot(recording, bytes);
        expect(restored.height, "snapshot height").toBe(height);
        expect(restored.snapshot(), `snapshot of the one at ${height}`).toEqual(bytes);
        const later = restored.hashes([]);
        const expected = new Map([...hashes.byHeight].filter(([h]) => h > height));
        expect(later.byHeight, `from the snapshot at ${height}`).toEqual(expected);
      }
    },
    300_000,
  );
});
