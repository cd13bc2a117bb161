import type { WorldOptions } from "./world.js";

/** Commands of a crowded world; some blocks have next to none. */
const COMMANDS = 32_000;

type Shape = Pick<WorldOptions, "blocks" | "commandsPerBlock" | "rival" | "users" | "pace">;

/**
 * Most commands are in crowded worlds; every third is a small one with a rival; every ninth a long,
 * sparse, slow one: fill amounts are pruned after 40 blocks, gates open after 50, TWAPs end.
 */
export function shapeOf(seed: number): Shape {
  if (seed % 9 === 0) return { blocks: 110, commandsPerBlock: 20, rival: true, pace: 4 };
  if (seed % 3 === 1) return { blocks: 25, commandsPerBlock: 90, rival: true };
  const blocks = 16 + ((seed * 7) % 31);
  const users = [15, 40, 120, 300][seed % 4] as number;
  return { blocks, commandsPerBlock: Math.ceil(COMMANDS / blocks), rival: false, users };
}
