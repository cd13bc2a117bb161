import { assert } from "../math/index.js";
import { globalNotional, type StatsKernel } from "./state.js";

/**
 * Taker and maker volumes both sum to the global volume; the epochs sum to the users' statistics.
 */
export function checkInvariants(k: StatsKernel): void {
  let taker = 0n;
  let maker = 0n;
  for (const [, s] of k.stats.users.unordered()) {
    taker += s.takerNotional;
    maker += s.makerNotional;
  }
  const total = globalNotional(k);
  assert(taker === total && maker === total, `volumes: global ${total}, ${taker}, ${maker}`);
  let inEpochs = 0n;
  for (const [, s] of k.stats.epochStats.unordered()) inEpochs += s.takerNotional;
  assert(inEpochs === total, `volumes: epochs hold ${inEpochs} of ${total}`);
}
