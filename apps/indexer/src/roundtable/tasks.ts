import type { ComplianceProvider } from "@perpetua/api";
import type { Task } from "./task.js";
import { aggregateTradingRewards } from "./tasks/aggregateTradingRewards.js";
import { cacheOrderbookMidPrices } from "./tasks/cacheOrderbookMidPrices.js";
import { cancelStaleOrders } from "./tasks/cancelStaleOrders.js";
import { createLeaderboards } from "./tasks/createLeaderboards.js";
import { createPnlTicks } from "./tasks/createPnlTicks.js";
import { deleteOldTokens } from "./tasks/deleteOldTokens.js";
import { deleteZeroPriceLevels } from "./tasks/deleteZeroPriceLevels.js";
import { generateUsernames } from "./tasks/generateUsernames.js";
import { marketUpdater } from "./tasks/marketUpdater.js";
import { refreshVaultPnl } from "./tasks/refreshVaultPnl.js";
import { removeExpiredOrders } from "./tasks/removeExpiredOrders.js";
import { removeOldOrderUpdates } from "./tasks/removeOldOrderUpdates.js";
import { uncrossOrderbook } from "./tasks/uncrossOrderbook.js";
import { updateAffiliateInfo } from "./tasks/updateAffiliateInfo.js";
import { updateComplianceData } from "./tasks/updateComplianceData.js";
import { updateComplianceStatus } from "./tasks/updateComplianceStatus.js";
import { updateFundingPayments } from "./tasks/updateFundingPayments.js";
import { updatePnl } from "./tasks/updatePnl.js";
import { updateWalletVolume } from "./tasks/updateWalletVolume.js";

export interface TaskOptions {
  /** PNL_TICK_UPDATE_INTERVAL_MS: time between the ticks of an account. */
  readonly pnlTickIntervalMs: number;
  /** TIME_WINDOW_FOR_REFRESH_VAULT_PNL_MS. */
  readonly vaultPnlWindowMs?: number;
  readonly compliance?: ComplianceProvider | undefined;
}

const ALWAYS_MS = 86_400_000;

/** The periodic jobs (indexer.md §6.2). */
export const createTasks = ({
  pnlTickIntervalMs,
  vaultPnlWindowMs = ALWAYS_MS,
  compliance,
}: TaskOptions): readonly Task[] => [
  marketUpdater,
  deleteZeroPriceLevels,
  uncrossOrderbook,
  createPnlTicks(pnlTickIntervalMs),
  removeExpiredOrders,
  cancelStaleOrders,
  removeOldOrderUpdates,
  ...aggregateTradingRewards,
  updateComplianceData(compliance),
  updateComplianceStatus,
  generateUsernames,
  ...createLeaderboards,
  updateWalletVolume,
  updateAffiliateInfo,
  deleteOldTokens,
  refreshVaultPnl(vaultPnlWindowMs),
  cacheOrderbookMidPrices,
  updateFundingPayments,
  updatePnl,
];
