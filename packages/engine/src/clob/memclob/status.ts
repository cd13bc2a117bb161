import { clob } from "@perpetua/protocol";
import { Reason, type RemovalReason } from "./offchain.js";

/** Outcome of a matching loop (clob.md §4.4); the numbers appear in the full-node stream. */
export enum OrderStatus {
  Success = 0,
  Undercollateralized = 1,
  InternalError = 2,
  ImmediateOrCancelWouldRestOnBook = 3,
  ReduceOnlyResized = 4,
  LiquidationRequiresDeleveraging = 5,
  LiquidationExceededSubaccountMaxNotionalLiquidated = 6,
  LiquidationExceededSubaccountMaxInsuranceLost = 7,
  ViolatesIsolatedSubaccountConstraints = 8,
  PostOnlyWouldCrossMakerOrder = 9,
}

export const Removal = clob.OrderRemoval_RemovalReason;
export type Removal = clob.OrderRemoval_RemovalReason;

/** Why a maker leaves the book, as the indexer and as an operation says it. */
export interface MakerRemoval {
  readonly handle: number;
  readonly reason: RemovalReason;
  readonly operation: Removal;
}

type MakerReason = Omit<MakerRemoval, "handle">;

export const SELF_TRADE: MakerReason = {
  reason: Reason.ORDER_REMOVAL_REASON_SELF_TRADE_ERROR,
  operation: Removal.REMOVAL_REASON_INVALID_SELF_TRADE,
};
export const MAKER_UNDERCOLLATERALIZED: MakerReason = {
  reason: Reason.ORDER_REMOVAL_REASON_UNDERCOLLATERALIZED,
  operation: Removal.REMOVAL_REASON_UNDERCOLLATERALIZED,
};
export const INVALID_REDUCE_ONLY: MakerReason = {
  reason: Reason.ORDER_REMOVAL_REASON_REDUCE_ONLY_RESIZE,
  operation: Removal.REMOVAL_REASON_INVALID_REDUCE_ONLY,
};
export const KEY_EXPIRED: MakerReason = {
  reason: Reason.ORDER_REMOVAL_REASON_EXPIRED,
  operation: Removal.REMOVAL_REASON_PERMISSIONED_KEY_EXPIRED,
};

/**
 * The removal that a taker's status leads to: message for the indexer and operation for a stateful
 * order (clob.md §4.2).
 */
export function takerRemoval(status: OrderStatus): {
  readonly reason: RemovalReason;
  readonly operation: Removal | undefined;
} {
  switch (status) {
    case OrderStatus.Undercollateralized:
      return {
        reason: Reason.ORDER_REMOVAL_REASON_UNDERCOLLATERALIZED,
        operation: Removal.REMOVAL_REASON_UNDERCOLLATERALIZED,
      };
    case OrderStatus.ReduceOnlyResized:
      return {
        reason: Reason.ORDER_REMOVAL_REASON_REDUCE_ONLY_RESIZE,
        operation: Removal.REMOVAL_REASON_INVALID_REDUCE_ONLY,
      };
    case OrderStatus.ImmediateOrCancelWouldRestOnBook:
      return {
        reason: Reason.ORDER_REMOVAL_REASON_IMMEDIATE_OR_CANCEL_WOULD_REST_ON_BOOK,
        operation: Removal.REMOVAL_REASON_CONDITIONAL_IOC_WOULD_REST_ON_BOOK,
      };
    case OrderStatus.PostOnlyWouldCrossMakerOrder:
      return {
        reason: Reason.ORDER_REMOVAL_REASON_POST_ONLY_WOULD_CROSS_MAKER_ORDER,
        operation: Removal.REMOVAL_REASON_POST_ONLY_WOULD_CROSS_MAKER_ORDER,
      };
    case OrderStatus.ViolatesIsolatedSubaccountConstraints:
      return {
        reason: Reason.ORDER_REMOVAL_REASON_VIOLATES_ISOLATED_SUBACCOUNT_CONSTRAINTS,
        operation: Removal.REMOVAL_REASON_VIOLATES_ISOLATED_SUBACCOUNT_CONSTRAINTS,
      };
    default:
      return { reason: Reason.ORDER_REMOVAL_REASON_INTERNAL_ERROR, operation: undefined };
  }
}
