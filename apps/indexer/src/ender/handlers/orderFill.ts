import type { OrderRow, PerpetualMarketRow } from "@perpetua/db";
import {
  type indexerEvents,
  indexerShared,
  type indexerV1,
  offChainUpdates,
} from "@perpetua/protocol";
import { type Decimal, formatDecimal } from "../decimal/decimal.js";
import type { EventOf } from "../decode/blockEvent.js";
import { ORDER_FLAG_TWAP_SUBORDER, orderCacheId, orderRowId, subaccountUuid } from "../ids.js";
import { tradeOutput } from "../messages/tradeContents.js";
import { present } from "../model/blockError.js";
import { type HandlerOutput, newOutput } from "../output.js";
import type { HandlerContext } from "./context.js";
import { putFilledOrder } from "./filledOrder.js";
import { applyFillSide, type FillSide, type FillType, quoteAmountOf } from "./fillSide.js";
import { sideName } from "./names.js";
import { orderParallelId, subaccountPairParallelId, subaccountParallelId } from "./parallelIds.js";
import { priceOf, sizeOf, usdc } from "./units.js";

interface Match {
  readonly event: EventOf<"order_fill">;
  readonly perpetual: PerpetualMarketRow;
  readonly size: Decimal;
  /** The maker's price is the price of both sides. */
  readonly price: Decimal;
}

/** A match between two orders, or between an order and a liquidation (indexer.md §4.4). */
export function applyOrderFill(context: HandlerContext, event: EventOf<"order_fill">): void {
  const fill = event.payload;
  const maker = present(fill.makerOrder, "maker order");
  const makerId = present(maker.orderId, "maker order id");
  const perpetual = context.state.perpetualOfClobPair(makerId.clobPairId);
  const match: Match = {
    event,
    perpetual,
    size: sizeOf(fill.fillAmount, perpetual),
    price: priceOf(maker.subticks, perpetual),
  };
  if (fill.order !== undefined) {
    applyOrderSide(context, match, makerSide(fill, maker, "LIMIT", context));
    applyOrderSide(context, match, takerSide(fill, fill.order));
  } else {
    applyOrderSide(context, match, makerSide(fill, maker, "LIQUIDATION", context));
    applyLiquidatedSide(context, match, present(fill.liquidationOrder, "liquidation order"));
  }
}

interface OrderSide {
  readonly liquidity: "MAKER" | "TAKER";
  readonly order: indexerV1.IndexerOrder;
  readonly type: FillType;
  readonly fee: bigint;
  readonly totalFilled: bigint;
  readonly builderFee: bigint;
  readonly builderAddress: string;
  readonly routerFee: bigint;
  readonly routerAddress: string;
  /** What the order's row stores as its router. */
  readonly storedRouter: string;
  readonly cancelStatus: ReturnType<HandlerContext["cancelStatuses"]["get"]>;
}

function makerSide(
  fill: indexerEvents.OrderFillEventV1,
  order: indexerV1.IndexerOrder,
  type: "LIMIT" | "LIQUIDATION",
  { cancelStatuses }: HandlerContext,
): OrderSide {
  const liquidation = type === "LIQUIDATION";
  const orderId = present(order.orderId, "maker order id");
  return {
    liquidity: "MAKER",
    order,
    type: liquidation ? type : orderFillType(order),
    fee: fill.makerFee,
    totalFilled: fill.totalFilledMaker,
    builderFee: fill.makerBuilderFee,
    builderAddress: fill.makerBuilderAddress,
    routerFee: fill.makerOrderRouterFee,
    routerAddress: fill.makerOrderRouterAddress,
    // Q14: after a liquidation the stored text carries its JSON quotes, and clients see them.
    storedRouter: liquidation ? JSON.stringify(order.orderRouterAddress) : order.orderRouterAddress,
    cancelStatus: liquidation ? undefined : cancelStatuses.get(orderCacheId(orderId)),
  };
}

function takerSide(fill: indexerEvents.OrderFillEventV1, order: indexerV1.IndexerOrder): OrderSide {
  return {
    liquidity: "TAKER",
    order,
    type: orderFillType(order),
    fee: fill.takerFee,
    totalFilled: fill.totalFilledTaker,
    builderFee: fill.takerBuilderFee,
    builderAddress: fill.takerBuilderAddress,
    routerFee: fill.takerOrderRouterFee,
    routerAddress: fill.takerOrderRouterAddress,
    storedRouter: order.orderRouterAddress,
    // Q11: a taker's cancel state never counts (traps-indexer.md 25).
    cancelStatus: undefined,
  };
}

const orderFillType = (order: indexerV1.IndexerOrder): FillType =>
  order.orderId?.orderFlags === ORDER_FLAG_TWAP_SUBORDER ? "TWAP_SUBORDER" : "LIMIT";

function applyOrderSide(context: HandlerContext, match: Match, side: OrderSide): void {
  const { perpetual, event, size, price } = match;
  const orderId = present(side.order.orderId, "order id");
  const subaccountId = present(orderId.subaccountId, "subaccount id");
  const uuid = subaccountUuid(subaccountId);
  const sent = context.output.add(
    newOutput(event, [
      subaccountPairParallelId(uuid, orderId.clobPairId),
      subaccountParallelId(uuid),
      orderParallelId(orderCacheId(orderId)),
    ]),
  );
  const order = putFilledOrder(context, perpetual, {
    order: side.order,
    fillSize: size,
    fillPrice: price,
    totalFilledQuantums: side.totalFilled,
    cancelStatus: side.cancelStatus ?? "NOT_CANCELED",
    orderRouterAddress: side.storedRouter,
  });
  const fill: FillSide = {
    liquidity: side.liquidity,
    type: side.type,
    side: sideName(side.order.side) as "BUY" | "SELL",
    subaccountId,
    order,
    clientMetadata: BigInt(side.order.clientMetadata),
    size,
    price,
    quoteAmount: quoteAmountOf(size, price),
    fee: usdc(side.fee),
    // Q10: both sides carry the share of whoever was referred.
    affiliateRevShare: usdc(event.payload.affiliateRevShare),
    builderAddress: side.builderAddress === "" ? null : side.builderAddress,
    builderFee: feeText(side.builderFee),
    orderRouterAddress: side.routerAddress === "" ? null : side.routerAddress,
    orderRouterFee: feeText(side.routerFee),
  };
  const effects = { notesPositionBefore: true, realizesPnl: side.type !== "LIQUIDATION" };
  applyFillSide(context, event, perpetual, fill, effects, sent);
  context.output.stateFilled.set(orderRowId(orderId), side.totalFilled);
  announceToVulcan(sent, orderId, side.totalFilled, order);
  if (side.liquidity === "TAKER") sent.trades.push(tradeOutput(context, match, fill));
}

function applyLiquidatedSide(
  context: HandlerContext,
  match: Match,
  liquidation: indexerEvents.LiquidationOrderV1,
): void {
  const { perpetual, event, size, price } = match;
  const subaccountId = present(liquidation.liquidated, "liquidated subaccount");
  const uuid = subaccountUuid(subaccountId);
  const sent = context.output.add(
    newOutput(event, [
      subaccountPairParallelId(uuid, liquidation.clobPairId),
      subaccountParallelId(uuid),
    ]),
  );
  const fill: FillSide = {
    liquidity: "TAKER",
    type: "LIQUIDATED",
    side: liquidation.isBuy ? "BUY" : "SELL",
    subaccountId,
    order: undefined,
    clientMetadata: null,
    size,
    price,
    quoteAmount: quoteAmountOf(size, price),
    fee: usdc(event.payload.takerFee),
    affiliateRevShare: usdc(event.payload.affiliateRevShare),
    builderAddress: null,
    builderFee: null,
    orderRouterAddress: null,
    orderRouterFee: null,
  };
  const effects = { notesPositionBefore: true, realizesPnl: false };
  applyFillSide(context, event, perpetual, fill, effects, sent);
  sent.trades.push(tradeOutput(context, match, fill));
}

const feeText = (quantums: bigint): string | null =>
  quantums === 0n ? null : formatDecimal(usdc(quantums));

function announceToVulcan(
  sent: HandlerOutput,
  orderId: indexerV1.IndexerOrderId,
  totalFilledQuantums: bigint,
  order: OrderRow,
): void {
  sent.vulcan.push({
    update: { orderUpdate: { orderId, totalFilledQuantums } },
  });
  const stateful = orderId.orderFlags === 32 || orderId.orderFlags === 64;
  if (order.status !== "FILLED" || !stateful) return;
  sent.vulcan.push({
    update: {
      orderRemove: {
        removedOrderId: orderId,
        reason: indexerShared.OrderRemovalReason.ORDER_REMOVAL_REASON_FULLY_FILLED,
        removalStatus: offChainUpdates.OrderRemoveV1_OrderRemovalStatus.ORDER_REMOVAL_STATUS_FILLED,
        timeStamp: undefined,
      },
    },
  });
}
