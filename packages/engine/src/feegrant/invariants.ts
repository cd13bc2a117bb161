import { assert } from "../math/index.js";
import { isRejection } from "../state/index.js";
import { allowanceRejection } from "./allowances.js";
import { allowanceKey, type FeegrantKernel } from "./state.js";

/** Allowances keep their rules and join two different accounts. */
export function checkInvariants(k: FeegrantKernel): void {
  for (const [key, allowance] of k.feegrant.allowances.unordered()) {
    const [granter = "", grantee = ""] = key.split("/");
    assert(key === allowanceKey(granter, grantee) && granter !== grantee, `allowance ${key}`);
    assert(!isRejection(allowanceRejection(allowance)), `allowance ${key} breaks its rules`);
  }
}
