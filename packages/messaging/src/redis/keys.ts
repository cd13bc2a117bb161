/** Every key of indexer.md §2.1. */
export type OrderbookSide = "BUY" | "SELL";

export const RedisKey = {
  order: (orderUuid: string) => `v4/orders/${orderUuid}`,
  orderData: (orderUuid: string) => `v4/orderData/${orderUuid}`,
  subaccountOrderIds: (subaccountUuid: string) => `v4/subaccountOrderIds/${subaccountUuid}`,
  orderExpiry: "v4/orderExpiry",
  orderbookLevels: (ticker: string, side: OrderbookSide) => `v4/orderbookLevels/${ticker}/${side}`,
  orderbookLevelsLastUpdated: (ticker: string, side: OrderbookSide) =>
    `v4/orderbookLevels/${ticker}/${side}/lastUpdated`,
  nextFunding: (ticker: string) => `v4/nextFunding/${ticker}`,
  orderbookMidPrices: (ticker: string) => `v4/orderbook_mid_prices/${ticker}`,
  canceledOrders: "v4/cancelled_orders",
  bestEffortCanceledOrders: "v4/best_effort_cancelled_orders",
  stateFilledQuantums: (orderUuid: string) => `v4/state_filled_quantums/${orderUuid}`,
  statefulOrderUpdateIds: "v4/stateful_order_update_ids",
  statefulOrderUpdates: "v4/stateful_order_updates",
  latestAccountsPnlTick: "v4/latest-accounts-pnl-tick",
  leaderboardPnlProcessed: (timeSpan: string) => `v4/leaderboard_pnl_processed/${timeSpan}`,
  tradingRewardsProcessed: (period: string) => `v4/aggregate_trading_rewards_processed/${period}`,
  vaultPnl: (kind: "mv_pnl" | "vaults_pnl", resolution: string) => `v4/vault/${kind}/${resolution}`,
  vaultPnlTimestamp: (kind: "mv_pnl" | "vaults_pnl", resolution: string) =>
    `v4/vault/${kind}/timestamp/${resolution}`,
  screenProviders: (service: string, ip: string | undefined) => `${service}/screen_providers:${ip}`,
  screenProvidersGlobal: (service: string) =>
    `${service}/screen_providers_global:screenQueryProviderGlobal`,
  taskLock: (service: string, task: string) => `${service}.loops.${task}.task_timeouts`,
  taskExtendedLock: (service: string, task: string) =>
    `${service}.loops.${task}.task_extended_timeouts`,
} as const;
