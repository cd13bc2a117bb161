import { assert } from "../math/index.js";
import { validateParams } from "./messages.js";
import { type RewardsKernel, rewardsParams } from "./state.js";

/** Parameters keep their rules; a weight is never zero or negative. */
export function checkInvariants(k: RewardsKernel): void {
  const invalid = validateParams(rewardsParams(k));
  assert(invalid === undefined, `rewards: ${invalid?.log}`);
  for (const address of k.rewards.shares.keys()) {
    assert((k.rewards.shares.get(address) ?? 0n) > 0n, `reward weight of ${address}`);
  }
}
