import { liquidateAndDeleverage } from "./liquidation/procedure.js";
import { type CommittedRecord, takeRecord } from "./memclob/committedRecord.js";
import { purgeBooks } from "./memclob/purge.js";
import { replayOrders } from "./memclob/replay.js";
import type { ClobKernel } from "./state.js";

const FILTER_REBUILD_BLOCKS = 512;

/**
 * Digests a committed block (clob.md §5.2): the local queue is taken back, ended orders leave the
 * books, new and old orders match anew,
 * then liquidations, deleveraging and the withdrawal gate. Runs in mode PrepareCheckState on a
 * state without uncommitted changes.
 */
export function prepareCheckState(k: ClobKernel): void {
  const mc = k.memclob;
  mc.isReplaying = true;
  mc.isCheckStateAhead = false;
  mc.offchain.startCondensing();
  const record: CommittedRecord = takeRecord(k);
  const queue = mc.queue.take();
  mc.clearMatched();
  mc.feeRates.clear();
  purgeBooks(k, record, queue);
  forgetIndexes(k, record);
  replayOrders(k, record, queue);
  // Liquidations report every step of theirs: recorded, main, blocks 244 and 245.
  mc.offchain.finishCondensing();
  liquidateAndDeleverage(k);
  mc.isReplaying = false;
}

/**
 * Index entries of the past can no longer be brought back by a revert; the fill filter is rebuilt
 * now and then.
 */
function forgetIndexes(k: ClobKernel, record: CommittedRecord): void {
  const mc = k.memclob;
  const { height, seconds } = k.header;
  mc.prunable.dropUntil(height);
  mc.expiries.dropUntil(seconds);
  for (const { time, key } of record.voidExpiries) {
    const stores = [k.clob.longTerm, k.clob.triggered, k.clob.untriggered];
    const isBack = stores.some((store) => store.has(key));
    if (!isBack) mc.expiries.forget(time, key);
  }
  if (height % FILTER_REBUILD_BLOCKS !== 0) return;
  mc.fillFilter.clear();
  for (const [key] of k.clob.fills.unordered()) mc.fillFilter.addKey(key);
}
