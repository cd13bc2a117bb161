import { assert } from "../math/index.js";
import type { AffiliatesKernel } from "./state.js";

/** Nobody refers himself. */
export function checkInvariants(k: AffiliatesKernel): void {
  for (const [referee, affiliate] of k.affiliates.referredBy.unordered()) {
    assert(referee !== affiliate, `${referee} refers itself`);
  }
}
