import { expect, test } from "vitest";
import { Coverage } from "./coverage.js";
import { shapeOf } from "./shapes.js";
import { FAST, NAIVE } from "./twins.js";
import { type Tally, World } from "./world.js";

/** Plays one world per seed through both engines and says what happened in all of them. */
export function testWorlds(seeds: readonly number[]): { total: Tally; coverage: Coverage } {
  const coverage = new Coverage();
  const total = {
    commands: 0,
    accepted: 0,
    fills: 0,
    liquidations: 0,
    deleveragings: 0,
    restarts: 0,
  };
  test.each(seeds)("seed %d", { timeout: 240_000 }, (seed) => {
    const world = new World({ seed, ...shapeOf(seed), twins: [FAST, NAIVE], restarts: true });
    const tally = world.run();
    for (const key of Object.keys(total) as (keyof Tally)[]) total[key] += tally[key];
    coverage.merge(world.coverage);
    expect(tally.commands).toBeGreaterThan(500);
  });
  return { total, coverage };
}
