import { describe, expect, test } from "vitest";
import { hexOf, replayFromGenesis, replayFromSnapshot } from "./replay.js";
import { FAST } from "./twins.js";
import { World } from "./world.js";

const SEEDS = [501, 502, 503, 504, 505];
const BLOCKS = 40;

/** A world with the hash of every block and snapshots at some of them. */
function record(seed: number) {
  const hashes = new Map<number, string>();
  const snapshots: Uint8Array[] = [];
  const world = new World({
    seed,
    blocks: BLOCKS,
    twins: [FAST],
    restarts: seed % 2 === 0,
    onBlock: ({ lead }, { height }) => {
      hashes.set(height, hexOf(lead.exchange.stateHash()));
      if (height % 11 === seed % 11) snapshots.push(lead.exchange.snapshot());
    },
  });
  world.run();
  return { world, hashes, snapshots };
}

describe("one block log, one hash", () => {
  test.each(SEEDS)("seed %d: played twice, replayed, from snapshots", (seed) => {
    const { world, hashes, snapshots } = record(seed);
    expect(hashes.size).toBe(BLOCKS);
    expect(record(seed).hashes).toEqual(hashes);
    expect(replayFromGenesis(world.genesis.document, world.log)).toEqual(hashes);
    expect(snapshots.length).toBeGreaterThan(2);
    for (const snapshot of snapshots) {
      for (const [height, hash] of replayFromSnapshot(snapshot, world.log)) {
        expect(hash, `seed ${seed}, block ${height}`).toBe(hashes.get(height));
      }
    }
  });
});
