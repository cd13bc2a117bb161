/**
 * The mixed stream of an exchange against `nodejs-order-book` (one book per market, matching only).
 *
 * The stream: 20 markets of the recorded genesis (18 cross, 2 isolated), activity falling as
 * 1/rank; 10,000 accounts, a few far busier than most; 6 % takers of which a twelfth are
 * reduce-only IOC;
 * 0.5 % conditional orders; of the rest one half placements near the middle, one half cancels.
 * Blocks of 16,384 commands and 5 seconds: oracle prices move by up to 0.5 %, conditional orders
 * trigger on them, premiums are voted, sampled every 10 and charged every 60 seconds.
 *
 * Counted on our side: `clobCheckTx` of every message (shape, rate limits, all rules, matching, fees,
 * funding, margins of both accounts and open interest of every fill, queue of operations, off-chain
 * updates noted), and the block boundary (begin and end block of all modules, placement of the
 * block's conditional orders, price update, votes, `prepareCheckState`). Not counted: decoding and
 * signatures before it, execution of the proposal and state hash (block.bench.ts), the liquidation
 * scan (scale.bench.ts), encoding of off-chain updates. What matched stands as committed.
 * Counted on the peer's side: every limit order and cancel; conditional orders are free until the
 * next block and then placed. Expired orders are cancelled by the stream on both sides.
 *
 * Each side runs in a process of its own; slices of 4,096 commands alternate. Processor time of the
 * whole process counts, garbage collection and compilation included; medians over the
 * better half of the blocks.
 * Run: `npm run bench -- engine`, or `node --conditions=source --import tsx bench/mixed.bench.ts`.
 * Seed 20261125.
 */
import { reportGroup } from "../../testkit/src/bench/index.js";
import { type DuelResult, duel } from "./duel.js";
import type { SideOptions } from "./mixedSide.js";

const MILLION = 1e6;
const SHALLOW = 2_000;
const DEEP = 20_000;

async function measure(resting: number): Promise<DuelResult> {
  const options: Omit<SideOptions, "side"> = {
    seed: 20261125,
    accounts: 10_000,
    resting,
    conditionals: 2_000,
    blockCommands: 16_384,
    life: 38,
    positions: false,
  };
  const result = await duel({
    ours: { ...options, side: "engine" },
    peer: { ...options, side: "peer" },
    warmUpBlocks: 12,
    blocks: 24,
  });
  const share = (100 * result.boundary).toFixed(1);
  process.stdout.write(`${resting} resting per busy market: boundary ${share} %, ${result.note}\n`);
  return result;
}

function rows(name: string, { ours, peer }: DuelResult) {
  return [
    { name, unit: "ops/s", ours, peer, peerName: "nodejs-order-book (no risk)", goal: 8 },
    {
      name: `${name}, on this core`,
      unit: "ops/s",
      ours,
      peer: MILLION,
      peerName: "goal",
      goal: 1,
    },
  ];
}

reportGroup("engine-mixed", [
  ...rows("mixed stream, 2,000 orders per busy market", await measure(SHALLOW)),
  ...rows("mixed stream, 20,000 orders per busy market", await measure(DEEP)),
]);
