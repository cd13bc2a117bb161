/** Values of `StreamUpdate.exec_mode` and of the engine's execution modes (app.md §1.5). */
export const ExecutionMode = {
  CHECK: 0,
  RECHECK: 1,
  SIMULATE: 2,
  PREPARE_PROPOSAL: 3,
  PROCESS_PROPOSAL: 4,
  EXTEND_VOTE: 5,
  VERIFY_VOTE_EXTENSION: 6,
  DELIVER: 7,
  BEGIN_BLOCK: 100,
  END_BLOCK: 101,
  PREPARE_CHECK_STATE: 102,
} as const;

export type ExecutionMode = (typeof ExecutionMode)[keyof typeof ExecutionMode];

/** Values of `StreamTakerOrderStatus.order_status` (clob.md §4.4). */
export const OrderStatus = {
  SUCCESS: 0,
  UNDERCOLLATERALIZED: 1,
  INTERNAL_ERROR: 2,
  IOC_WOULD_REST: 3,
  REDUCE_ONLY_RESIZED: 4,
  LIQUIDATION_REQUIRES_DELEVERAGING: 5,
  LIQUIDATION_EXCEEDED_MAX_NOTIONAL: 6,
  LIQUIDATION_EXCEEDED_MAX_INSURANCE_LOST: 7,
  VIOLATES_ISOLATED_CONSTRAINTS: 8,
  POST_ONLY_WOULD_CROSS: 9,
} as const;

export type OrderStatus = (typeof OrderStatus)[keyof typeof OrderStatus];

/** Result of one subaccount update; the names appear in logs (wire.md §4.2). */
export const UpdateResult = {
  SUCCESS: "Success",
  NEWLY_UNDERCOLLATERALIZED: "NewlyUndercollateralized",
  STILL_UNDERCOLLATERALIZED: "StillUndercollateralized",
  WITHDRAWALS_AND_TRANSFERS_BLOCKED: "WithdrawalsAndTransfersBlocked",
  UPDATE_CAUSED_ERROR: "UpdateCausedError",
  VIOLATES_ISOLATED_SUBACCOUNT_CONSTRAINTS: "ViolatesIsolatedSubaccountConstraints",
} as const;

export type UpdateResult = (typeof UpdateResult)[keyof typeof UpdateResult];
