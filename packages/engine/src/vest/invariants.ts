import { assert } from "../math/index.js";
import { validateVestEntry } from "./rules.js";
import type { VestKernel } from "./state.js";

/** Every entry keeps its rules and lies under its own name. */
export function checkInvariants(k: VestKernel): void {
  for (const [key, entry] of k.vest.entries.unordered()) {
    const invalid = validateVestEntry(entry);
    assert(key === entry.vesterAccount && invalid === undefined, `vest entry ${key}`);
  }
}
