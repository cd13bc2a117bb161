import { isDelivering, type Rejection } from "../../state/index.js";
import {
  ACTIVE,
  type ClobPair,
  FINAL_SETTLEMENT,
  getClobPair,
  INITIALIZING,
  oracleSubticks,
  ratioFloor,
} from "../clobPair.js";
import { clobRejection } from "../errors.js";
import { goodTilBlock, goodTilTime, isBuy, type Order, POST_ONLY } from "../order.js";
import { isConditional, isShortTerm, isTwapParent, orderKey } from "../orderId.js";
import { orderDebugText, orderProtoText } from "../orderText.js";
import type { ClobKernel } from "../state.js";
import { findStatefulOrder } from "../stateful/store.js";
import { checkGoodTilBlock, checkGoodTilTime } from "./goodTil.js";

/**
 * The stateful rules of any order, in the order of clob.md §3.3. `isNew` is false for orders that
 * state already holds.
 */
export function validateOrderAgainstState(
  k: ClobKernel,
  order: Order,
  isNew: boolean,
  knownPair?: ClobPair,
): Rejection | undefined {
  const { orderId } = order;
  const pair = knownPair ?? getClobPair(k, orderId.clobPairId);
  if (pair === undefined) return clobRejection(8, `Clob ${orderId.clobPairId} is not a valid clob`);
  const refused = checkTickAndStep(order, pair) ?? checkStatus(k, order, pair);
  if (refused !== undefined) return refused;
  if (isShortTerm(orderId)) return checkGoodTilBlock(k, goodTilBlock(order));
  return (
    checkGoodTilTime(k, goodTilTime(order)) ??
    (isNew ? checkUnused(k, order) : undefined) ??
    checkTriggerTick(order, pair) ??
    checkTwapLeg(order, pair)
  );
}

/** Rules 2 and 3. */
function checkTickAndStep(order: Order, pair: ClobPair): Rejection | undefined {
  if (!isMultiple(order.subticks, pair.subticksPerTick)) {
    const what = `Order subticks ${order.subticks}`;
    return clobRejection(
      12,
      `${what} must be a multiple of the ClobPair's SubticksPerTick ${pair.subticksPerTick}`,
    );
  }
  if (!isMultiple(order.quantums, Number(pair.stepBaseQuantums))) {
    const what = `Order Quantums ${order.quantums}`;
    return clobRejection(
      12,
      `${what} must be a multiple of the ClobPair's StepBaseQuantums ${pair.stepBaseQuantums}`,
    );
  }
  return undefined;
}

/**
 * PERF: exact in numbers below 2^53, in BigInt beyond. A product tells what `%` would, which is a
 * slow call for doubles: if n is a multiple, the
 * quotient is exact; if it is not, no integer times the unit gives n.
 */
function isMultiple(value: bigint, unit: number): boolean {
  const n = Number(value);
  if (n <= Number.MAX_SAFE_INTEGER) return Math.floor(n / unit) * unit === n;
  return value % BigInt(unit) === 0n;
}

/** Rule 4: the status table of clob.md §1.5. */
export function checkStatus(k: ClobKernel, order: Order, pair: ClobPair): Rejection | undefined {
  if (pair.status === ACTIVE) return undefined;
  const disallowed = (why: string) => clobRejection(34, `Order ${orderDebugText(order)} ${why}`);
  if (pair.status === FINAL_SETTLEMENT) {
    return disallowed(
      "disallowed, trading is disabled for clob pair with status STATUS_FINAL_SETTLEMENT",
    );
  }
  if (pair.status !== INITIALIZING) return disallowed("has an unsupported clob pair status");
  if (!isShortTerm(order.orderId)) {
    return disallowed("must be short term for clob pair with status STATUS_INITIALIZING");
  }
  if (order.timeInForce !== POST_ONLY) {
    return disallowed("must be post only for clob pair with status STATUS_INITIALIZING");
  }
  const oracle = ratioFloor(oracleSubticks(k, pair));
  const wrongSide = isBuy(order) ? order.subticks > oracle : order.subticks < oracle;
  if (wrongSide) {
    return disallowed(
      `subticks must be on its side of the oracle price ${oracle} for clob pair with status STATUS_INITIALIZING`,
    );
  }
  return undefined;
}

/** Rules 9–11: the id is free. Uncommitted orders and cancels count only while checking. */
function checkUnused(k: ClobKernel, order: Order): Rejection | undefined {
  if (!isDelivering(k)) {
    const key = orderKey(order.orderId);
    if (k.clob.uncommittedCancels.has(key)) {
      return clobRejection(3008, "An uncommitted cancellation of this order exists");
    }
    const uncommitted = k.clob.uncommittedPlacements.get(key);
    if (uncommitted !== undefined) return alreadyExists(uncommitted, order);
  }
  const existing = findStatefulOrder(k, order.orderId);
  return existing === undefined ? undefined : alreadyExists(existing, order);
}

function alreadyExists(existing: Order, order: Order): Rejection {
  return clobRejection(
    3005,
    "A stateful order with this OrderId already exists and stateful order replacement is not supported. " +
      `Existing order GoodTilBlockTime (${goodTilTime(existing)}), New order GoodTilBlockTime (${goodTilTime(order)}). ` +
      `Existing order: (${orderDebugText(existing)}). New order: (${orderProtoText(order)}).`,
  );
}

/** Rule 12. */
function checkTriggerTick(order: Order, pair: ClobPair): Rejection | undefined {
  if (!isConditional(order.orderId)) return undefined;
  const trigger = order.conditionalOrderTriggerSubticks;
  if (trigger % BigInt(pair.subticksPerTick) === 0n) return undefined;
  const what = `Conditional order trigger subticks ${trigger}`;
  return clobRejection(
    12,
    `${what} must be a multiple of the ClobPair's SubticksPerTick ${pair.subticksPerTick}`,
  );
}

/** Rule 13. */
function checkTwapLeg(order: Order, pair: ClobPair): Rejection | undefined {
  const twap = order.twapParameters;
  if (!isTwapParent(order.orderId) || twap === undefined) return undefined;
  const legs = BigInt(Math.trunc(twap.duration / twap.interval));
  if (order.quantums / legs >= pair.stepBaseQuantums) return undefined;
  return clobRejection(
    12,
    `TWAP suborder size ${order.quantums / legs} must be at least ${pair.stepBaseQuantums}`,
  );
}
