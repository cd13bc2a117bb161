import { assert } from "../math/index.js";
import { type BlocktimeKernel, timeNs } from "./state.js";

/** Tracked durations ascend, and no downtime ended in a block that is still to come. */
export function checkInvariants(k: BlocktimeKernel): void {
  let last = 0n;
  for (const duration of k.blocktime.durationsNs.get() ?? []) {
    assert(duration > last, `tracked duration ${duration} after ${last}`);
    last = duration;
  }
  for (const { durationNs, block } of k.blocktime.downtimes.get() ?? []) {
    const isPast = block.height <= k.header.height && timeNs(block) <= timeNs(k.header);
    assert(isPast, `downtime of ${durationNs} ended in the future, at ${block.height}`);
  }
}
