import type { OrderRow, PerpetualMarketRow } from "@perpetua/db";
import type { OrderCancelStatus } from "@perpetua/messaging";
import type { indexerV1 } from "@perpetua/protocol";
import { add, type Decimal, formatDecimal, parseDecimal, trimmedText } from "../decimal/decimal.js";
import { weightedAverage } from "../decimal/weightedAverage.js";
import { ORDER_FLAG_TWAP, ORDER_FLAG_TWAP_SUBORDER, orderRowId, subaccountUuid } from "../ids.js";
import { present } from "../model/blockError.js";
import type { HandlerContext } from "./context.js";
import { sideName, timeInForceName } from "./names.js";
import { statusAfterFill } from "./orderStatus.js";
import { priceOf, sizeOf } from "./units.js";

export interface OrderFilled {
  readonly order: indexerV1.IndexerOrder;
  readonly fillSize: Decimal;
  readonly fillPrice: Decimal;
  readonly totalFilledQuantums: bigint;
  readonly cancelStatus: OrderCancelStatus;
  readonly orderRouterAddress: string;
}

/** Writes the order's row after a fill and returns it as clients see it. */
export function putFilledOrder(
  context: HandlerContext,
  perpetual: PerpetualMarketRow,
  filled: OrderFilled,
): OrderRow {
  const id = present(filled.order.orderId, "order id");
  return id.orderFlags === ORDER_FLAG_TWAP_SUBORDER
    ? putTwapParent(context, perpetual, filled)
    : putOrdinary(context, perpetual, filled);
}

function putOrdinary(
  { state }: HandlerContext,
  perpetual: PerpetualMarketRow,
  filled: OrderFilled,
): OrderRow {
  const existing = state.order(orderRowId(present(filled.order.orderId, "order id")));
  const total = sizeOf(filled.totalFilledQuantums, perpetual);
  const ordered = orderColumns(perpetual, filled);
  const status = statusAfterFill({
    totalFilled: total,
    size: parseDecimal(ordered.size),
    flags: Number(ordered.orderFlags),
    timeInForce: ordered.timeInForce,
    cancelStatus: filled.cancelStatus,
  });
  const update = { ...ordered, status, updatedAt: state.time, updatedAtHeight: state.height };
  const row: OrderRow =
    existing === undefined
      ? {
          ...newOrderColumns("LIMIT", state.time, state.height),
          ...update,
          // Only what this fill adds, even if the order was filled before (traps-indexer.md 19).
          totalFilled: formatDecimal(filled.fillSize),
        }
      : { ...existing, ...update, totalFilled: formatDecimal(total) };
  state.putOrder(row);
  return row;
}

/** A suborder's fill lands on its parent (flag 128); Q12 decides its status. */
function putTwapParent(
  { state }: HandlerContext,
  perpetual: PerpetualMarketRow,
  filled: OrderFilled,
): OrderRow {
  const parent = state.order(orderRowId(present(filled.order.orderId, "order id")));
  const suborder = orderColumns(perpetual, filled);
  const filledBefore = parseDecimal(parent?.totalFilled ?? "0");
  const totalFilled = add(filledBefore, filled.fillSize);
  const priceBefore = parseDecimal(parent?.price ?? "0");
  const price =
    parent === undefined
      ? filled.fillPrice
      : weightedAverage(priceBefore, filledBefore, filled.fillPrice, filled.fillSize);
  const update = {
    price: formatDecimal(price),
    totalFilled: trimmedText(totalFilled),
    status: statusAfterFill({
      totalFilled,
      size: parseDecimal(suborder.size),
      flags: ORDER_FLAG_TWAP_SUBORDER,
      timeInForce: suborder.timeInForce,
      cancelStatus: filled.cancelStatus,
    }),
    updatedAt: state.time,
    updatedAtHeight: state.height,
  };
  const row: OrderRow =
    parent === undefined
      ? {
          ...newOrderColumns("TWAP", state.time, state.height),
          ...suborder,
          ...update,
          orderFlags: BigInt(ORDER_FLAG_TWAP),
        }
      : { ...parent, ...update };
  state.putOrder(row);
  // Clients see the suborder's own terms under the parent's id (traps-indexer.md 21).
  return { ...row, ...suborder, ...update };
}

/** The columns that an order itself decides. */
function orderColumns(perpetual: PerpetualMarketRow, { order, orderRouterAddress }: OrderFilled) {
  const id = present(order.orderId, "order id");
  const subaccountId = present(id.subaccountId, "subaccount id");
  return {
    id: orderRowId(id),
    subaccountId: subaccountUuid(subaccountId),
    clientId: BigInt(id.clientId),
    clobPairId: BigInt(id.clobPairId),
    side: sideName(order.side),
    size: formatDecimal(sizeOf(order.quantums, perpetual)),
    price: formatDecimal(priceOf(order.subticks, perpetual)),
    timeInForce: timeInForceName(order.timeInForce),
    reduceOnly: order.reduceOnly,
    orderFlags: BigInt(id.orderFlags),
    goodTilBlock: order.goodTilBlock === undefined ? null : BigInt(order.goodTilBlock),
    goodTilBlockTime:
      order.goodTilBlockTime === undefined ? null : new Date(order.goodTilBlockTime * 1_000),
    clientMetadata: BigInt(order.clientMetadata),
    orderRouterAddress,
  };
}

function newOrderColumns(type: string, createdAt: Date, createdAtHeight: bigint) {
  return {
    type,
    createdAt,
    createdAtHeight,
    triggerPrice: null,
    duration: null,
    interval: null,
    priceTolerance: null,
    builderAddress: null,
    feePpm: null,
  };
}
