import { indexerEvents } from "@perpetua/protocol";
import type { EventCodec } from "../../state/index.js";
import { type LiquidationOrder, type Order, toIndexerOrder } from "../order.js";
import type { ClobKernel } from "../state.js";
import type { SettledFill, Taker } from "./types.js";

/** A fill as the event reports it; encoded only when the block message is built. */
interface ReportedFill {
  readonly taker: Taker;
  readonly maker: Order;
  readonly quantums: bigint;
  readonly fill: SettledFill;
}

const fillCodec: EventCodec<ReportedFill> = {
  encode: (f) => indexerEvents.OrderFillEventV1.encode(toEvent(f)),
};

/** `order_fill` v1 of an order or liquidation fill (clob.md §10.2). */
export function emitOrderFill(
  k: ClobKernel,
  taker: Taker,
  maker: Order,
  quantums: bigint,
  fill: SettledFill,
): void {
  k.indexer.addTransactionEvent("order_fill", 1, fillCodec, { taker, maker, quantums, fill });
}

function toEvent({ taker, maker, quantums, fill }: ReportedFill): indexerEvents.OrderFillEventV1 {
  const liquidation = taker.liquidation;
  const order = taker.order;
  const { amounts, distribution } = fill;
  return {
    makerOrder: toIndexerOrder(maker),
    order: order === undefined ? undefined : toIndexerOrder(order),
    liquidationOrder: liquidation === undefined ? undefined : toIndexerLiquidation(liquidation),
    fillAmount: quantums,
    makerFee: amounts.makerFee,
    // For a liquidation the indexer reads the insurance payment here (clob.md §8.6).
    takerFee: liquidation === undefined ? amounts.takerFee : amounts.insuranceDelta,
    totalFilledMaker: fill.makerTotalFilled,
    totalFilledTaker: fill.takerTotalFilled,
    affiliateRevShare: distribution.affiliateShare,
    makerBuilderFee: amounts.makerBuilderFee,
    takerBuilderFee: amounts.takerBuilderFee,
    makerBuilderAddress: maker.builderCodeParameters?.builderAddress ?? "",
    takerBuilderAddress: order?.builderCodeParameters?.builderAddress ?? "",
    makerOrderRouterFee: liquidation === undefined ? distribution.makerRouterFee : 0n,
    takerOrderRouterFee: distribution.takerRouterFee,
    makerOrderRouterAddress: maker.orderRouterAddress,
    takerOrderRouterAddress: order?.orderRouterAddress ?? "",
  };
}

function toIndexerLiquidation(order: LiquidationOrder): indexerEvents.LiquidationOrderV1 {
  return {
    liquidated: order.subaccountId,
    clobPairId: order.clobPairId,
    perpetualId: order.perpetualId,
    totalSize: order.quantums,
    isBuy: order.isBuy,
    subticks: order.subticks,
  };
}
