import { assert } from "../math/index.js";
import { nextAccountNumber } from "./accounts.js";
import { moduleAddress } from "./addresses.js";
import type { AuthKernel } from "./state.js";

/** Account numbers are unique and were given out; module accounts lie at their names' addresses. */
export function checkInvariants(k: AuthKernel): void {
  const numbers = new Set<number>();
  for (const [key, { address, accountNumber, sequence, module }] of k.auth.accounts.unordered()) {
    assert(key === address, `account ${address} is stored under ${key}`);
    assert(!numbers.has(accountNumber), `account number ${accountNumber} is given twice`);
    assert(accountNumber < nextAccountNumber(k), `account number ${accountNumber} is from nowhere`);
    assert(sequence >= 0, `sequence of ${address} is ${sequence}`);
    if (module !== undefined)
      assert(moduleAddress(module.name) === address, `module account ${module.name} at ${address}`);
    numbers.add(accountNumber);
  }
}
