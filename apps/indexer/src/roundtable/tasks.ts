import type { Task } from "./task.js";
import { aggregateTradingRewards } from "./tasks/aggregateTradingRewards.js";
import { cacheOrderbookMidPrices } from "./tasks/cacheOrderbookMidPrices.js";
import { cancelStaleOrders } from "./tasks/cancelStaleOrders.js";
import { createPnlTicks } from "./tasks/createPnlTicks.js";
import { deleteZeroPriceLevels } from "./tasks/deleteZeroPriceLevels.js";
import { marketUpdater } from "./tasks/marketUpdater.js";
import { removeExpiredOrders } from "./tasks/removeExpiredOrders.js";
import { removeOldOrderUpdates } from "./tasks/removeOldOrderUpdates.js";
import { uncrossOrderbook } from "./tasks/uncrossOrderbook.js";
import { updateFundingPayments } from "./tasks/updateFundingPayments.js";
import { updatePnl } from "./tasks/updatePnl.js";

export interface TaskOptions {
  /** PNL_TICK_UPDATE_INTERVAL_MS: time between the ticks of an account. */
  readonly pnlTickIntervalMs: number;
}

/** The periodic jobs (indexer.md §6.2). */
export const createTasks = ({ pnlTickIntervalMs }: TaskOptions): readonly Task[] => [
  marketUpdater,
  deleteZeroPriceLevels,
  uncrossOrderbook,
  createPnlTicks(pnlTickIntervalMs),
  removeExpiredOrders,
  cancelStaleOrders,
  removeOldOrderUpdates,
  ...aggregateTradingRewards,
  cacheOrderbookMidPrices,
  updateFundingPayments,
  updatePnl,
];
