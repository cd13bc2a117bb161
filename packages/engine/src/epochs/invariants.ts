import { assert } from "../math/index.js";
import type { EpochsKernel } from "./state.js";

/** Epochs have a length and began in blocks that exist. */
export function checkInvariants(k: EpochsKernel): void {
  for (const [key, e] of k.epochs.infos.unordered()) {
    assert(key === e.name && e.duration > 0, `epoch ${key} has length ${e.duration}`);
    assert(e.currentEpochStartBlock <= k.header.height, `epoch ${key} began in the future`);
    assert(e.isInitialized || e.currentEpoch === 0, `epoch ${key} ran before it began`);
  }
}
