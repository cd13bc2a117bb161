import { assert } from "../math/index.js";
import { nsOf, sortableUint64 } from "../state/index.js";
import type { AuthzKernel } from "./state.js";

/** Every grant that ends is listed under its end, and nothing else is. */
export function checkInvariants(k: AuthzKernel): void {
  let ending = 0;
  for (const [key, { expiration, authorization }] of k.authz.grants.unordered()) {
    assert(authorization !== undefined, `grant ${key} permits nothing`);
    if (expiration === undefined) continue;
    const listed = k.authz.expiries.has(`${sortableUint64(nsOf(expiration))}/${key}`);
    assert(listed, `the end of grant ${key} is not listed`);
    ending++;
  }
  assert(k.authz.expiries.size === ending, "a listed end belongs to no grant");
}
