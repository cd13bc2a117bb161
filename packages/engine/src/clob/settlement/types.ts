import type { SubaccountId, UpdateResult } from "../../subaccounts/index.js";
import type { LiquidationOrder, Order } from "../order.js";
import type { Distribution } from "./distributeFees.js";

/**
 * The incoming side of a fill: an order, or a liquidation (which has no order id and no fill
 * amount).
 */
export interface Taker {
  readonly subaccountId: SubaccountId;
  readonly clobPairId: number;
  readonly isBuy: boolean;
  readonly quantums: bigint;
  readonly subticks: bigint;
  readonly order: Order | undefined;
  readonly liquidation: LiquidationOrder | undefined;
}

export function takerOfOrder(order: Order): Taker {
  return {
    subaccountId: order.orderId.subaccountId,
    clobPairId: order.orderId.clobPairId,
    isBuy: order.side === 1,
    quantums: order.quantums,
    subticks: order.subticks,
    order,
    liquidation: undefined,
  };
}

export function takerOfLiquidation(liquidation: LiquidationOrder): Taker {
  return {
    subaccountId: liquidation.subaccountId,
    clobPairId: liquidation.clobPairId,
    isBuy: liquidation.isBuy,
    quantums: liquidation.quantums,
    subticks: liquidation.subticks,
    order: undefined,
    liquidation,
  };
}

/** Money of one fill; fees are positive when paid. */
export interface FillAmounts {
  readonly kind: "amounts";
  readonly quoteQuantums: bigint;
  readonly takerFee: bigint;
  readonly makerFee: bigint;
  readonly takerBuilderFee: bigint;
  readonly makerBuilderFee: bigint;
  /** Positive = the liquidated account pays the insurance fund (clob.md §8.6). */
  readonly insuranceDelta: bigint;
}

/** A settled fill as its event reports it. */
export interface SettledFill {
  readonly kind: "settled";
  readonly amounts: FillAmounts;
  readonly distribution: Distribution;
  /**
   * What both ids have traded with this fill; only of fills in a block. A liquidation counts this
   * fill alone.
   */
  readonly takerTotalFilled: bigint;
  readonly makerTotalFilled: bigint;
}

/** A fill that an account could not bear; nothing was written. */
export interface RefusedFill {
  readonly kind: "refused";
  readonly taker: UpdateResult;
  readonly maker: UpdateResult;
}

/** A liquidation fill that a limit stops (clob.md §8.6): 1011, 1012 or 1013. */
export interface LimitedFill {
  readonly kind: "limited";
  readonly code: 1011 | 1012 | 1013;
}
