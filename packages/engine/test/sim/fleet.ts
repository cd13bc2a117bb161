import { describe, expect, test } from "vitest";
import { Coverage } from "./coverage.js";
import { EXPECTED } from "./expected.js";
import { shapeOf } from "./shapes.js";
import { FAST, NAIVE } from "./twins.js";
import { type Tally, World } from "./world.js";

/**
 * Plays one world per seed through both engines: they get every transaction, proposal, block and
 * restart; results, off-chain messages, proposals, indexer blocks, liquidation reports, snapshots
 * and state hashes are equal, and all invariants hold after every block. Together the worlds must
 * reach everything in `EXPECTED`. `npm run sim -- --seed N --blocks M` goes on where this stops.
 */
export function testWorlds(seeds: readonly number[]): void {
  describe("the fast engine equals the naive one", () => {
    const coverage = new Coverage();
    const totals = new Map<keyof Tally, number>();

    test.each(seeds)("seed %d", { timeout: 240_000 }, (seed) => {
      const world = new World({ seed, ...shapeOf(seed), twins: [FAST, NAIVE], restarts: true });
      const tally = world.run();
      for (const key of Object.keys(tally) as (keyof Tally)[])
        totals.set(key, (totals.get(key) ?? 0) + tally[key]);
      coverage.merge(world.coverage);
    });

    test("enough happened", () => {
      expect(totals.get("commands")).toBeGreaterThan(500_000);
      expect(totals.get("accepted")).toBeGreaterThan(200_000);
      expect(totals.get("fills")).toBeGreaterThan(10_000);
      expect(totals.get("liquidations")).toBeGreaterThan(200);
      expect(totals.get("deleveragings")).toBeGreaterThan(500);
      expect(totals.get("restarts")).toBeGreaterThan(50);
    });

    test("everything was reached", () => {
      expect(coverage.missing(EXPECTED)).toEqual([]);
    });
  });
}
