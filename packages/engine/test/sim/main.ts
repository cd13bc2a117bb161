/**
 * `npm run sim -- --seed N --blocks M [--users U] [--commands C] [--seeds K]`: a long run of the
 * simulation world.
 */
import { parseArgs } from "node:util";
import { Divergence } from "./compare.js";
import { Coverage } from "./coverage.js";
import { FAST, NAIVE } from "./twins.js";
import { World } from "./world.js";

const { values } = parseArgs({
  options: {
    seed: { type: "string", default: "1" },
    blocks: { type: "string", default: "200" },
    users: { type: "string" },
    commands: { type: "string", default: "50" },
    seeds: { type: "string", default: "1" },
    single: { type: "boolean", default: false },
    coverage: { type: "boolean", default: false },
  },
});

const coverage = new Coverage();
let failures = 0;
for (let i = 0; i < Number(values.seeds); i++) {
  const seed = Number(values.seed) + i;
  const world = new World({
    seed,
    blocks: Number(values.blocks),
    ...(values.users === undefined ? {} : { users: Number(values.users) }),
    commandsPerBlock: Number(values.commands),
    twins: values.single ? [FAST] : [FAST, NAIVE],
    restarts: true,
    rival: seed % 2 === 1,
  });
  try {
    console.log(`seed ${seed}: ${JSON.stringify(world.run())}`);
    coverage.merge(world.coverage);
    console.log(`  hash ${Buffer.from(world.lead.exchange.stateHash()).toString("hex")}`);
  } catch (error) {
    if (!(error instanceof Divergence)) throw error;
    failures++;
    console.error(error.message);
    if (error.cause instanceof Error) console.error(error.cause.stack);
  }
}
if (values.coverage) console.log(Object.fromEntries([...coverage.seen].sort()));
process.exitCode = failures === 0 ? 0 : 1;
