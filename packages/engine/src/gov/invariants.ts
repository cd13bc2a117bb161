import { GOV_ADDRESS } from "../auth/index.js";
import { balanceOf } from "../bank/index.js";
import { assert } from "../math/index.js";
import type { GovKernel } from "./state.js";

/** The gov account holds at least all deposits; votes and deposits belong to open proposals. */
export function checkInvariants(k: GovKernel): void {
  const sums = new Map<string, bigint>();
  for (const [key, deposit] of k.gov.deposits.unordered()) {
    const [id = ""] = key.split("/");
    assert(k.gov.proposals.has(id), `deposit without proposal ${id}`);
    for (const { denom, amount } of deposit.amount) {
      sums.set(denom, (sums.get(denom) ?? 0n) + BigInt(amount));
    }
  }
  for (const [denom, sum] of sums) {
    assert(balanceOf(k, GOV_ADDRESS, denom) >= sum, `gov account lacks deposits in ${denom}`);
  }
  for (const [key] of k.gov.open.unordered()) {
    assert(k.gov.proposals.has(key), `open proposal ${key} does not exist`);
  }
  for (const [key] of k.gov.votes.unordered()) {
    assert(k.gov.proposals.has(key.split("/")[0] ?? ""), `vote without proposal: ${key}`);
  }
}
