import { indexerShared } from "@perpetua/protocol";
import { ceilDiv, floorDiv, MAX_UINT64, min, ONE_MILLION } from "../../math/index.js";
import { hex, type Rejection } from "../../state/index.js";
import { type ClobPair, mustClobPair, oracleSubticks } from "../clobPair.js";
import { isBuy, type Order } from "../order.js";
import { OrderFlags, type OrderId, orderIdBytes, orderKey } from "../orderId.js";
import type { ClobKernel, TwapPlacement } from "../state.js";
import { emitRemoval } from "./events.js";
import { placeStatefulOrder } from "./place.js";
import { deleteStatefulOrder } from "./store.js";

/** clob.md §12.1. */
const SUBORDER_LIFE_SECONDS = 3;
const CATCH_UP_FACTOR = 3n;
const Reason = indexerShared.OrderRemovalReason;

function suborderIdOf(parent: OrderId): OrderId {
  return { ...parent, orderFlags: OrderFlags.TwapSuborder };
}

function parentIdOf(suborder: OrderId): OrderId {
  return { ...suborder, orderFlags: OrderFlags.Twap };
}

/** Key of a trigger entry; keys sort by (time, suborder id bytes). */
function triggerKey(time: number, suborderId: OrderId): string {
  return `${String(time).padStart(10, "0")}/${hex(orderIdBytes(suborderId))}`;
}

function schedule(k: ClobKernel, suborderId: OrderId, time: number): void {
  k.clob.twapTriggers.set(triggerKey(time, suborderId), { time, suborderId });
}

/** The first leg of a new TWAP is due in the block that places it (clob.md §5.4). */
export function scheduleFirstLeg(k: ClobKernel, parent: Order): void {
  schedule(k, suborderIdOf(parent.orderId), k.header.seconds);
}

/** EndBlock: places the legs that are due, by (time, suborder id bytes) (clob.md §5.4). */
export function placeDueTwapLegs(k: ClobKernel): void {
  if (k.clob.twapTriggers.size === 0) return;
  const due: string[] = [];
  for (const [key, trigger] of k.clob.twapTriggers.entries()) {
    if (trigger.time > k.header.seconds) break;
    due.push(key);
  }
  for (const key of due) {
    const suborderId = k.clob.twapTriggers.get(key)?.suborderId;
    k.clob.twapTriggers.delete(key);
    if (suborderId !== undefined) placeLeg(k, suborderId);
  }
}

function placeLeg(k: ClobKernel, suborderId: OrderId): void {
  const parentId = parentIdOf(suborderId);
  const twap = k.clob.twaps.get(orderKey(parentId));
  if (twap === undefined) return;
  if (twap.remainingLegs === 0) {
    deleteStatefulOrder(k, parentId);
    return;
  }
  const suborder = makeSuborder(k, twap, suborderId);
  const nextTime = k.header.seconds + (twap.order.twapParameters?.interval ?? 0);
  k.clob.twaps.set(orderKey(parentId), { ...twap, remainingLegs: twap.remainingLegs - 1 });
  schedule(k, suborderId, nextTime);
  const mark = k.registry.journal.mark();
  const refused = placeStatefulOrder(k, suborder, true);
  if (refused === undefined) return;
  k.registry.journal.revert(mark);
  deleteStatefulOrder(k, parentId);
  k.clob.twapTriggers.delete(triggerKey(nextTime, suborderId));
  emitRemoval(k, parentId, failureReason(refused));
}

function failureReason(refused: Rejection): indexerShared.OrderRemovalReason {
  const isClob = refused.codespace === "clob";
  if (isClob && refused.code === 3007) return Reason.ORDER_REMOVAL_REASON_UNDERCOLLATERALIZED;
  if (isClob && refused.code === 2005) {
    return Reason.ORDER_REMOVAL_REASON_VIOLATES_ISOLATED_SUBACCOUNT_CONSTRAINTS;
  }
  return Reason.ORDER_REMOVAL_REASON_UNSPECIFIED;
}

/**
 * A leg: the parent's side, size share and price; no builder, router, or time in force of the
 * parent.
 */
function makeSuborder(k: ClobKernel, twap: TwapPlacement, orderId: OrderId): Order {
  const parent = twap.order;
  const pair = mustClobPair(k, orderId.clobPairId);
  return {
    ...parent,
    orderId,
    quantums: legQuantums(twap, pair.stepBaseQuantums),
    subticks: parent.subticks === 0n ? marketLegSubticks(k, pair, parent) : parent.subticks,
    goodTilBlock: undefined,
    goodTilBlockTime: k.header.seconds + SUBORDER_LIFE_SECONDS,
    timeInForce: 0,
    twapParameters: undefined,
    builderCodeParameters: undefined,
    orderRouterAddress: "",
  };
}

/**
 * What is left over the legs left, at most three times the even share. ROUNDING: shares up, the
 * result down to the step.
 */
export function legQuantums(twap: TwapPlacement, step: bigint): bigint {
  const params = twap.order.twapParameters;
  const totalLegs = BigInt(Math.trunc((params?.duration ?? 0) / (params?.interval ?? 1)));
  const share = ceilDiv(twap.remainingQuantums, BigInt(twap.remainingLegs));
  const cap = CATCH_UP_FACTOR * ceilDiv(twap.order.quantums, totalLegs);
  const quantums = min(share, cap);
  return quantums - (quantums % step);
}

/**
 * Oracle price moved by the tolerance against the taker. ROUNDING: floor, then up to a tick for
 * buys and for tolerance 0, else down.
 */
export function marketLegSubticks(k: ClobKernel, pair: ClobPair, parent: Order): bigint {
  const tolerance = BigInt(parent.twapParameters?.priceTolerance ?? 0);
  const { num, den } = oracleSubticks(k, pair);
  const buy = isBuy(parent);
  const factor = buy ? ONE_MILLION + tolerance : ONE_MILLION - tolerance;
  const value = floorDiv(num * factor, den * ONE_MILLION);
  const tick = BigInt(pair.subticksPerTick);
  const up = buy || tolerance === 0n;
  const rounded = up ? ceilDiv(value, tick) * tick : value - (value % tick);
  const highest = MAX_UINT64 - (MAX_UINT64 % tick);
  return rounded > highest ? highest : rounded;
}

/**
 * Takes a suborder's fill off its parent; false when the parent is gone (clob.md §7.5, step 11).
 */
export function reduceTwapParent(k: ClobKernel, suborderId: OrderId, amount: bigint): boolean {
  const key = orderKey(parentIdOf(suborderId));
  const twap = k.clob.twaps.get(key);
  if (twap === undefined) return false;
  k.clob.twaps.set(key, { ...twap, remainingQuantums: twap.remainingQuantums - amount });
  return true;
}
