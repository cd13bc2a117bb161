import { pruneFillAmounts } from "./fillAmounts.js";
import { initBooksFromState } from "./memclob/restart.js";
import type { ClobKernel } from "./state.js";
import { expireStatefulOrders } from "./stateful/expire.js";
import { triggerConditionalOrders } from "./stateful/trigger.js";
import { placeDueTwapLegs } from "./stateful/twap.js";

/**
 * PreBlock: builds the books once after a start; from then on CheckTx accepts clob messages
 * (clob.md §5.1).
 */
export function preBlock(k: ClobKernel): void {
  if (!k.memclob.initialised) initBooksFromState(k, true);
}

/**
 * BeginBlock: the block's record is empty; the registry cleared it with everything else that lives
 * for one block.
 */
export function beginBlock(_k: ClobKernel): void {}

/**
 * EndBlock, in the order of clob.md §5.1. Prices are already the block's own (traps-engine.md 34).
 */
export function endBlock(k: ClobKernel): void {
  pruneFillAmounts(k);
  expireStatefulOrders(k);
  placeDueTwapLegs(k);
  triggerConditionalOrders(k);
}

/** Precommit: creates the books of pairs that the block created (clob.md §5.1). */
export function precommit(k: ClobKernel): void {
  for (const id of k.clob.block.newPairs.all()) k.memclob.market(k, id);
}
