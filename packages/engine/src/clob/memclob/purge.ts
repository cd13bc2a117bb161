import { NONE } from "../book/index.js";
import { fillAmount } from "../fillAmounts.js";
import type { OrderId } from "../orderId.js";
import type { ClobKernel } from "../state.js";
import type { CommittedRecord } from "./committedRecord.js";
import type { Market } from "./market.js";
import { CANCELED, Reason } from "./offchain.js";
import type { Operation } from "./operationsQueue.js";

/**
 * Steps 2 and 3 of clob.md §5.2: what matched locally leaves the books (replay brings it back),
 * then what the block ended. An order that replaced a matched one stays, but forgets the fills that
 * it inherited and the block does not have.
 */
export function purgeBooks(
  k: ClobKernel,
  record: CommittedRecord,
  queue: readonly Operation[],
): void {
  const heirs: OrderId[] = [];
  for (const op of queue) {
    if (op.kind !== "shortTerm" && op.kind !== "stateful") continue;
    const h = k.memclob.findResting(op.order.orderId);
    if (h === NONE) continue;
    const { orderId } = op.order;
    if (op.kind === "shortTerm" && k.memclob.order(h) !== op.order) heirs.push(orderId);
    else takeOff(k, orderId);
  }
  refreshFilled(k, [...heirs, ...record.filled]);
  for (const id of record.gone) takeOff(k, id);
  for (const id of record.expired) expire(k, id);
  expireShortTerm(k);
}

function marketOf(k: ClobKernel, id: OrderId): Market | undefined {
  return k.memclob.market(k, id.clobPairId);
}

/** Takes a resting order off its book; says whether it rested. */
function takeOff(k: ClobKernel, id: OrderId): boolean {
  const h = k.memclob.findResting(id);
  const market = marketOf(k, id);
  if (h === NONE || market === undefined) return false;
  k.memclob.unrest(market, h);
  return true;
}

/**
 * Orders that the block filled without this node's doing: completed ones leave, the others change
 * their open size in place.
 */
function refreshFilled(k: ClobKernel, filled: readonly OrderId[]): void {
  const mc = k.memclob;
  for (const id of filled) {
    const h = mc.findResting(id);
    const market = marketOf(k, id);
    if (h === NONE || market === undefined) continue;
    const left = mc.order(h).quantums - fillAmount(k, id);
    if (left <= 0n) mc.unrest(market, h);
    else market.book.setLots(h, market.lotsOf(left));
  }
}

function expire(k: ClobKernel, id: OrderId): void {
  if (!takeOff(k, id)) return;
  const reason = Reason.ORDER_REMOVAL_REASON_EXPIRED;
  k.memclob.offchain.remove(id, reason, CANCELED, undefined);
}

/** Short-term orders and remembered cancels end with the block of their good-til-block. */
function expireShortTerm(k: ClobKernel): void {
  const mc = k.memclob;
  const { height } = k.header;
  for (const h of mc.expiring.at(height)) expire(k, mc.order(h).orderId);
  mc.cancels.forget(height);
}
