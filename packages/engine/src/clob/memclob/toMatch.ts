import type { clob } from "@perpetua/protocol";
import type { LiquidationOrder } from "../order.js";
import type { OrderId } from "../orderId.js";
import type { LoopFill } from "./matchingLoop.js";

function makerFills(fills: readonly LoopFill[]): clob.MakerFill[] {
  return fills.map((f) => ({ fillAmount: f.quantums, makerOrderId: f.maker.orderId }));
}

/** The match operation of an order's fills. */
export function matchOrdersOf(takerOrderId: OrderId, fills: readonly LoopFill[]): clob.MatchOrders {
  return { takerOrderId, fills: makerFills(fills) };
}

/**
 * The match operation of a liquidation's fills; it carries the size asked, not the size filled
 * (clob.md §8.3).
 */
export function matchLiquidationOf(
  order: LiquidationOrder,
  fills: readonly LoopFill[],
): clob.MatchPerpetualLiquidation {
  return {
    liquidated: order.subaccountId,
    clobPairId: order.clobPairId,
    perpetualId: order.perpetualId,
    totalSize: order.quantums,
    isBuy: order.isBuy,
    fills: makerFills(fills),
  };
}
