import { assert } from "../math/index.js";
import { validateFeeTiers } from "./rules.js";
import { type FeetiersKernel, feeTiers } from "./state.js";

/** The fee schedule keeps its own rules. */
export function checkInvariants(k: FeetiersKernel): void {
  const invalid = validateFeeTiers(feeTiers(k));
  assert(invalid === undefined, `fee tiers: ${invalid?.log}`);
}
