import { MAX_UINT32 } from "../math/index.js";
import { stageForgottenFill } from "./memclob/stream.js";
import { goodTilBlock, type Order } from "./order.js";
import { isShortTerm, type OrderId, orderIdOfKey, orderKey } from "./orderId.js";
import type { ClobKernel } from "./state.js";

/** clob.md §12.1. */
export const SHORT_BLOCK_WINDOW = 40;

/** What the id has traded so far; shared by all orders that use the id (clob.md §4.5). */
export function fillAmount(k: ClobKernel, id: OrderId): bigint {
  return k.clob.fills.get(orderKey(id))?.amount ?? 0n;
}

/** Adds a fill of `order`; short-term entries live until 40 blocks after the good-til-block. */
export function addFillAmount(k: ClobKernel, order: Order, amount: bigint): bigint {
  const key = orderKey(order.orderId);
  const old = k.clob.fills.get(key);
  const total = (old?.amount ?? 0n) + amount;
  let prunableHeight = MAX_UINT32;
  if (isShortTerm(order.orderId)) {
    prunableHeight = Math.max(old?.prunableHeight ?? 0, goodTilBlock(order) + SHORT_BLOCK_WINDOW);
    k.memclob.prunable.note(prunableHeight, key);
  }
  k.clob.fills.set(key, { amount: total, prunableHeight });
  k.memclob.fillFilter.add(order.orderId);
  return total;
}

export function deleteFillAmount(k: ClobKernel, id: OrderId): void {
  k.clob.fills.delete(orderKey(id));
  stageForgottenFill(k, id);
}

/**
 * EndBlock: forgets the fills of short-term ids whose time has come (clob.md §5.1, EndBlock 1). An
 * order that inherited such a fill and still rests is open in full again.
 */
export function pruneFillAmounts(k: ClobKernel): void {
  for (const key of k.memclob.prunable.keysAt(k.header.height)) {
    if (k.clob.fills.get(key)?.prunableHeight !== k.header.height) continue;
    const id = orderIdOfKey(key);
    k.clob.fills.delete(key);
    k.clob.block.filled.set(key, id);
    stageForgottenFill(k, id);
  }
}
