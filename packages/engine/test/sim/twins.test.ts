import { describe, expect, test } from "vitest";
import { FAST, NAIVE } from "./twins.js";
import { type Tally, World } from "./world.js";

const SEEDS = Array.from({ length: 54 }, (_, i) => 1 + i);
/** Dense worlds, and every ninth a sparse one: fill amounts are pruned after 40 blocks. */
const shapeOf = (seed: number) =>
  seed % 9 === 0 ? { blocks: 110, commandsPerBlock: 20 } : { blocks: 25, commandsPerBlock: 90 };
const totals = { commands: 0, fills: 0, liquidations: 0, deleveragings: 0, restarts: 0 };

function add(tally: Tally): void {
  for (const key of Object.keys(totals) as (keyof typeof totals)[]) totals[key] += tally[key];
}

/**
 * Both engines get every transaction, proposal, block, restart; results, off-chain messages,
 * proposals, indexer blocks, liquidation reports and state hashes are equal, and all invariants
 * hold after every block. `npm run sim -- --seed N --blocks M` goes on where this stops.
 */
describe("the fast engine equals the naive one", () => {
  test.each(SEEDS)("seed %d", { timeout: 120_000 }, (seed) => {
    const world = new World({
      seed,
      ...shapeOf(seed),
      twins: [FAST, NAIVE],
      restarts: true,
      rival: seed % 3 === 1,
    });
    add(world.run());
  });

  test("enough happened", () => {
    expect(totals.commands).toBeGreaterThan(100_000);
    expect(totals.fills).toBeGreaterThan(5_000);
    expect(totals.liquidations).toBeGreaterThan(200);
    expect(totals.deleveragings).toBeGreaterThan(200);
    expect(totals.restarts).toBeGreaterThan(50);
  });
});
