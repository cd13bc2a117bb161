import { ACCOUNT_PREFIX, clob, isBech32Address } from "@perpetua/protocol";
import type { Rejection } from "../../state/index.js";
import { subaccountIdRejection } from "../../subaccounts/index.js";
import { clobRejection } from "../errors.js";
import {
  FILL_OR_KILL,
  goodTilBlock,
  goodTilTime,
  isImmediate,
  type Order,
  presentOrder,
} from "../order.js";
import { isConditional, isShortTerm, isTwapParent, OrderFlags } from "../orderId.js";

const MAX_BUILDER_FEE_PPM = 10_000;
const MAX_PPM = 1_000_000;
const TWAP_INTERVAL = { min: 30, max: 3_600 };
const TWAP_DURATION = { min: 300, max: 86_400 };
const FLAGS = new Set<number>([0, 32, 64, 128]);

/** The stateless rules of MsgPlaceOrder, in the order of clob.md §3.2. */
export function validatePlaceOrder(message: clob.MsgPlaceOrder): Rejection | undefined {
  const order = presentOrder(message.order);
  return (
    checkEnumsAndAccount(order) ??
    checkSize(order) ??
    checkGoodTil(order) ??
    checkFlagsAndPrice(order) ??
    checkCondition(order) ??
    checkBuilder(order) ??
    checkTwap(order)
  );
}

/**
 * Rules 1–4. PERF: the account comes last of them only when all enums are right, which changes no
 * answer.
 */
function checkEnumsAndAccount(order: Order): Rejection | undefined {
  if (order.timeInForce === FILL_OR_KILL) {
    return clobRejection(48, "Fill-or-kill has been deprecated");
  }
  const account = subaccountIdRejection(order.orderId.subaccountId);
  if (account !== undefined) return account;
  if (order.side < 0 || order.side > 2)
    return clobRejection(3, `invalid order side (${order.side})`);
  if (order.timeInForce < 0 || order.timeInForce > 3) {
    return clobRejection(44, `invalid time in force (${order.timeInForce})`);
  }
  if (order.conditionType < 0 || order.conditionType > 2) {
    return clobRejection(6000, `invalid condition type (${order.conditionType})`);
  }
  if (order.side === clob.Order_Side.SIDE_UNSPECIFIED) {
    return clobRejection(3, "UNSPECIFIED is not a valid order side");
  }
  return undefined;
}

/** Rules 5 and 6. */
function checkSize(order: Order): Rejection | undefined {
  if (order.quantums === 0n) return clobRejection(4, "order size quantums cannot be 0");
  const router = order.orderRouterAddress;
  if (router !== "" && !isBech32Address(router, ACCOUNT_PREFIX)) {
    return clobRejection(11000, `order router address '${router}' must be a valid bech32 address`);
  }
  return undefined;
}

/** Rules 7 and 8. */
function checkGoodTil(order: Order): Rejection | undefined {
  if (isShortTerm(order.orderId)) {
    return goodTilBlock(order) === 0
      ? clobRejection(5, "order goodTilBlock cannot be 0")
      : undefined;
  }
  if (isKnownFlag(order.orderId.orderFlags) && goodTilTime(order) === 0) {
    return clobRejection(3001, "stateful order goodTilBlockTime cannot be 0");
  }
  return undefined;
}

function isKnownFlag(flags: number): boolean {
  return FLAGS.has(flags) || flags === OrderFlags.TwapSuborder;
}

/**
 * Rules 9–12. A suborder is made by the chain only, so a user's is refused like an unknown flag.
 */
function checkFlagsAndPrice(order: Order): Rejection | undefined {
  const { orderFlags } = order.orderId;
  if (!FLAGS.has(orderFlags)) return clobRejection(3000, `orderFlags ${orderFlags} is not valid`);
  if (orderFlags === OrderFlags.LongTerm && isImmediate(order)) {
    return clobRejection(3002);
  }
  if (order.reduceOnly && !isImmediate(order)) {
    return clobRejection(9003, "reduce only orders must be short term IOC orders");
  }
  if (order.subticks === 0n && !isTwapParent(order.orderId)) {
    return clobRejection(6, "order subticks cannot be 0 for this order type");
  }
  return undefined;
}

/** Rules 13 and 14. */
function checkCondition(order: Order): Rejection | undefined {
  const trigger = order.conditionalOrderTriggerSubticks;
  if (isConditional(order.orderId)) {
    if (order.conditionType === 0)
      return clobRejection(6000, "condition type cannot be unspecified");
    return trigger === 0n
      ? clobRejection(6001, "conditional order trigger subticks cannot be 0")
      : undefined;
  }
  if (order.conditionType !== 0) {
    return clobRejection(6000, "condition type specified for non-conditional order");
  }
  return trigger === 0n
    ? undefined
    : clobRejection(
        6001,
        "conditional order trigger subticks greater than 0 for non-conditional order",
      );
}

/** Rule 15. */
function checkBuilder(order: Order): Rejection | undefined {
  const builder = order.builderCodeParameters;
  if (builder === undefined) return undefined;
  if (!isBech32Address(builder.builderAddress, ACCOUNT_PREFIX)) {
    const { length } = builder.builderAddress;
    const why = length < 8 ? `invalid bech32 string length ${length}` : "invalid checksum";
    return clobRejection(
      50,
      `builder code address '${builder.builderAddress}' must be a valid bech32 address, ` +
        `but got error 'decoding bech32 failed: ${why}'`,
    );
  }
  if (builder.feePpm < 1 || builder.feePpm > MAX_BUILDER_FEE_PPM) {
    return clobRejection(
      50,
      `builder code fee ppm '${builder.feePpm}' must be in the range (0, 10000]`,
    );
  }
  return undefined;
}

/** Rule 16. */
function checkTwap(order: Order): Rejection | undefined {
  if (!isTwapParent(order.orderId)) return undefined;
  const twap = order.twapParameters;
  if (twap === undefined) return clobRejection(12, "TWAP order must have TWAP parameters set");
  const { interval, duration, priceTolerance } = twap;
  const range = ({ min, max }: { min: number; max: number }) =>
    `must be in the range [${min} seconds, ${max} seconds]`;
  if (interval < TWAP_INTERVAL.min || interval > TWAP_INTERVAL.max) {
    return clobRejection(12, `TWAP order interval ${range(TWAP_INTERVAL)}`);
  }
  if (duration < TWAP_DURATION.min || duration > TWAP_DURATION.max) {
    return clobRejection(12, `TWAP order duration ${range(TWAP_DURATION)}`);
  }
  if (duration % interval !== 0) {
    return clobRejection(
      12,
      `TWAP duration ${duration} must be a multiple of the interval ${interval}`,
    );
  }
  if (priceTolerance >= MAX_PPM) {
    return clobRejection(
      12,
      `TWAP price tolerance ${priceTolerance} must be in the range [0, 1000000)`,
    );
  }
  return undefined;
}
