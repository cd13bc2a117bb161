/**
 * Prints the state hash at the end of the worlds of the seeds given: the same on every runtime
 * (scripts/runtimes.mjs).
 */
import { hexOf } from "./replay.js";
import { FAST } from "./twins.js";
import { World } from "./world.js";

const BLOCKS = 60;

for (const seed of process.argv.slice(2).map(Number)) {
  const world = new World({ seed, blocks: BLOCKS, twins: [FAST], restarts: true, rival: true });
  const { commands, fills } = world.run();
  const hash = hexOf(world.lead.exchange.stateHash());
  console.log(`seed ${seed}: ${commands} commands, ${fills} fills, hash ${hash}`);
}
