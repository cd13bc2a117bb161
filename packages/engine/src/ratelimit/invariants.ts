import { assert } from "../math/index.js";
import type { RatelimitKernel } from "./state.js";

/** Every limited denom has one capacity per limiter, none of them negative. */
export function checkInvariants(k: RatelimitKernel): void {
  for (const [denom, { limiters }] of k.ratelimit.limits.unordered()) {
    const capacities = k.ratelimit.capacities.get(denom) ?? [];
    assert(capacities.length === limiters.length, `capacities of ${denom}`);
    for (const capacity of capacities) assert(capacity >= 0n, `negative capacity of ${denom}`);
  }
}
