/**
 * `npm run sim -- --seed N --blocks M [--users U] [--commands C] [--seeds K]`: long runs of the
 * simulation world. `--shaped` plays the worlds of the tests instead, `--single` the fast engine
 * alone, `--coverage` prints what was reached.
 */
import { parseArgs } from "node:util";
import { Divergence } from "./compare.js";
import { Coverage } from "./coverage.js";
import { shapeOf } from "./shapes.js";
import { FAST, NAIVE } from "./twins.js";
import { World } from "./world.js";

const { values } = parseArgs({
  options: {
    seed: { type: "string", default: "1" },
    blocks: { type: "string", default: "200" },
    users: { type: "string" },
    commands: { type: "string", default: "50" },
    seeds: { type: "string", default: "1" },
    shaped: { type: "boolean", default: false },
    single: { type: "boolean", default: false },
    coverage: { type: "boolean", default: false },
  },
});

const shape = {
  blocks: Number(values.blocks),
  commandsPerBlock: Number(values.commands),
  ...(values.users === undefined ? {} : { users: Number(values.users) }),
};
const coverage = new Coverage();
let commands = 0;
let failures = 0;
for (let i = 0; i < Number(values.seeds); i++) {
  const seed = Number(values.seed) + i;
  const world = new World({
    seed,
    ...(values.shaped ? shapeOf(seed) : { ...shape, rival: seed % 2 === 1 }),
    twins: values.single ? [FAST] : [FAST, NAIVE],
    restarts: true,
  });
  try {
    const tally = world.run();
    commands += tally.commands;
    coverage.merge(world.coverage);
    console.log(`seed ${seed}: ${JSON.stringify(tally)}`);
    console.log(`  hash ${Buffer.from(world.lead.exchange.stateHash()).toString("hex")}`);
  } catch (error) {
    if (!(error instanceof Divergence)) throw error;
    failures++;
    console.error(error.message);
    if (error.cause instanceof Error) console.error(error.cause.stack);
  }
}
if (values.coverage) console.log(Object.fromEntries([...coverage.seen].sort()));
console.log(`${values.seeds} seeds, ${commands} commands, ${failures} failures`);
process.exitCode = failures === 0 ? 0 : 1;
