import { assert } from "../math/index.js";
import type { BankKernel } from "./state.js";

/** The supply of every denom equals the sum of its balances; no balance is zero or negative. */
export function checkInvariants(k: BankKernel): void {
  const sums = new Map<string, bigint>();
  for (const [key, amount] of k.bank.balances.unordered()) {
    assert(amount > 0n, `balance ${key} is ${amount}`);
    const denom = key.slice(key.indexOf("\n") + 1);
    sums.set(denom, (sums.get(denom) ?? 0n) + amount);
  }
  for (const [denom, supply] of k.bank.supply.unordered()) {
    assert((sums.get(denom) ?? 0n) === supply, `supply of ${denom} differs from its balances`);
  }
}
