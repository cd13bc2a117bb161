import type { OrderRow } from "@perpetua/db";
import { EventType } from "@perpetua/messaging";
import {
  type indexerEvents,
  indexerShared,
  type indexerV1,
  offChainUpdates,
} from "@perpetua/protocol";
import { formatDecimal } from "../decimal/decimal.js";
import type { EventOf } from "../decode/blockEvent.js";
import { ORDER_FLAG_TWAP_SUBORDER, orderCacheId, orderRowId, subaccountUuid } from "../ids.js";
import { orderContents } from "../messages/rowContents.js";
import { present, stateError } from "../model/blockError.js";
import { type HandlerOutput, newOutput } from "../output.js";
import type { HandlerContext } from "./context.js";
import { orderTypeName, sideName, timeInForceName } from "./names.js";
import { orderFromRow } from "./orderFromRow.js";
import { orderParallelId } from "./parallelIds.js";
import { priceOf, sizeOf } from "./units.js";

const { ORDER_PLACEMENT_STATUS_OPENED } = offChainUpdates.OrderPlaceV1_OrderPlacementStatus;
const { ORDER_REMOVAL_STATUS_CANCELED } = offChainUpdates.OrderRemoveV1_OrderRemovalStatus;

/** Life of orders that are in the chain's state (indexer.md §4.4 stateful_order). */
export function applyStatefulOrder(
  context: HandlerContext,
  event: EventOf<"stateful_order">,
): void {
  const payload = event.payload;
  const placed =
    payload.longTermOrderPlacement?.order ??
    payload.twapOrderPlacement?.order ??
    payload.orderPlace?.order;
  if (placed !== undefined) {
    applyPlacement(context, event, placed, false);
    return;
  }
  if (payload.conditionalOrderPlacement !== undefined) {
    const order = present(payload.conditionalOrderPlacement.order, "conditional order");
    applyPlacement(context, event, order, true);
    return;
  }
  if (payload.conditionalOrderTriggered !== undefined) {
    const id = present(payload.conditionalOrderTriggered.triggeredOrderId, "triggered order id");
    applyTriggered(context, event, id);
    return;
  }
  if (payload.orderReplacement !== undefined) {
    applyReplacement(context, event, payload.orderReplacement);
    return;
  }
  const { removedOrderId, reason } = present(payload.orderRemoval, "order removal");
  applyRemoval(context, event, present(removedOrderId, "removed order id"), reason);
}

/** Vault orders and listed ones have no rows, but vulcan hears of them (indexer.md §4.3-7). */
function hasRow(context: HandlerContext, id: indexerV1.IndexerOrderId): boolean {
  return !context.isVault(present(id.subaccountId, "subaccount id").owner);
}

function outputFor(
  context: HandlerContext,
  event: EventOf<"stateful_order">,
  id: indexerV1.IndexerOrderId,
): HandlerOutput | undefined {
  if (context.skippedOrders.has(orderRowId(id))) return undefined;
  return context.output.add(newOutput(event, [orderParallelId(orderCacheId(id))]));
}

function applyPlacement(
  context: HandlerContext,
  event: EventOf<"stateful_order">,
  order: indexerV1.IndexerOrder,
  conditional: boolean,
): void {
  const id = present(order.orderId, "order id");
  if (id.orderFlags === ORDER_FLAG_TWAP_SUBORDER) return;
  const sent = outputFor(context, event, id);
  if (sent === undefined) return;
  if (hasRow(context, id)) context.state.putOrder(placedRow(context, order, conditional));
  if (!conditional) {
    sent.vulcan.push(placeUpdate(order, EventType.statefulOrderPlacement));
    return;
  }
  // Vulcan never hears of untriggered orders, so ender tells the subaccount itself.
  const row = context.state.order(orderRowId(id));
  if (row === undefined) return;
  const { ticker } = context.state.perpetualOfClobPair(id.clobPairId);
  const contents = {
    orders: [orderContents(row, ticker)],
    blockHeight: String(context.state.height),
  };
  sent.subaccounts.push({ subaccountId: present(id.subaccountId, "subaccount id"), contents });
}

function placedRow(
  { state }: HandlerContext,
  order: indexerV1.IndexerOrder,
  conditional: boolean,
): OrderRow {
  const id = present(order.orderId, "order id");
  const perpetual = state.perpetualOfClobPair(id.clobPairId);
  const existing = state.order(orderRowId(id));
  const twap = order.twapParameters;
  const builder = order.builderCodeParams;
  const trigger = priceOf(order.conditionalOrderTriggerSubticks, perpetual);
  return {
    id: orderRowId(id),
    subaccountId: subaccountUuid(present(id.subaccountId, "subaccount id")),
    clientId: BigInt(id.clientId),
    clobPairId: BigInt(id.clobPairId),
    side: sideName(order.side),
    size: formatDecimal(sizeOf(order.quantums, perpetual)),
    totalFilled: "0",
    price: formatDecimal(priceOf(order.subticks, perpetual)),
    type: orderTypeName(id.orderFlags, order.conditionType),
    status: conditional ? "UNTRIGGERED" : "OPEN",
    timeInForce: timeInForceName(order.timeInForce),
    reduceOnly: order.reduceOnly,
    orderFlags: BigInt(id.orderFlags),
    goodTilBlock: existing?.goodTilBlock ?? null,
    goodTilBlockTime: new Date(present(order.goodTilBlockTime, "expiry") * 1_000),
    createdAtHeight: state.height,
    clientMetadata: BigInt(order.clientMetadata),
    triggerPrice: conditional ? formatDecimal(trigger) : null,
    updatedAt: state.time,
    updatedAtHeight: state.height,
    duration: twap === undefined ? null : String(twap.duration),
    interval: twap === undefined ? null : String(twap.interval),
    priceTolerance: twap === undefined ? null : String(twap.priceTolerance),
    builderAddress: builder?.builderAddress ?? null,
    feePpm: builder === undefined ? null : String(builder.feePpm),
    orderRouterAddress: order.orderRouterAddress,
    createdAt: existing?.createdAt ?? state.time,
  };
}

function applyTriggered(
  context: HandlerContext,
  event: EventOf<"stateful_order">,
  id: indexerV1.IndexerOrderId,
): void {
  const sent = outputFor(context, event, id);
  if (sent === undefined) return;
  const row = updateStatus(context, id, "OPEN");
  const perpetual = context.state.perpetualOfClobPair(id.clobPairId);
  const order = orderFromRow(row, id, perpetual);
  sent.vulcan.push(placeUpdate(order, EventType.conditionalOrderTriggered));
}

function applyRemoval(
  context: HandlerContext,
  event: EventOf<"stateful_order">,
  id: indexerV1.IndexerOrderId,
  reason: indexerShared.OrderRemovalReason,
): void {
  const sent = outputFor(context, event, id);
  if (sent === undefined) return;
  // Q12: removing a suborder means that its parent goes on.
  const suborder = id.orderFlags === ORDER_FLAG_TWAP_SUBORDER;
  if (hasRow(context, id)) updateStatus(context, id, suborder ? "OPEN" : "CANCELED");
  sent.vulcan.push({
    eventType: EventType.statefulOrderRemoval,
    update: {
      orderRemove: {
        removedOrderId: id,
        reason,
        removalStatus: ORDER_REMOVAL_STATUS_CANCELED,
        timeStamp: undefined,
      },
    },
  });
}

/** Q7: removal of the old order, then placement of the new one. */
function applyReplacement(
  context: HandlerContext,
  event: EventOf<"stateful_order">,
  replacement: indexerEvents.StatefulOrderEventV1_LongTermOrderReplacementV1,
): void {
  const oldId = present(replacement.oldOrderId, "replaced order id");
  const order = present(replacement.order, "replacing order");
  const { ORDER_REMOVAL_REASON_REPLACED } = indexerShared.OrderRemovalReason;
  applyRemoval(context, event, oldId, ORDER_REMOVAL_REASON_REPLACED);
  applyPlacement(context, event, order, false);
}

function updateStatus(
  { state }: HandlerContext,
  id: indexerV1.IndexerOrderId,
  status: string,
): OrderRow {
  const existing = state.order(orderRowId(id));
  if (existing === undefined) {
    throw stateError("stateful order event for an unknown order", { orderId: orderRowId(id) });
  }
  const row = { ...existing, status, updatedAt: state.time, updatedAtHeight: state.height };
  state.putOrder(row);
  return row;
}

const placeUpdate = (order: indexerV1.IndexerOrder, eventType: EventType) => ({
  eventType,
  update: {
    orderPlace: {
      order,
      placementStatus: ORDER_PLACEMENT_STATUS_OPENED,
      timeStamp: undefined,
    },
  },
});
