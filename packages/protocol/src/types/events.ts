/** Subtypes of `IndexerTendermintEvent` and the version the node sends (wire.md §1.3). */
export const IndexerEventSubtype = {
  ORDER_FILL: "order_fill",
  SUBACCOUNT_UPDATE: "subaccount_update",
  TRANSFER: "transfer",
  MARKET: "market",
  FUNDING: "funding_values",
  STATEFUL_ORDER: "stateful_order",
  ASSET: "asset",
  PERPETUAL_MARKET: "perpetual_market",
  LIQUIDITY_TIER: "liquidity_tier",
  UPDATE_PERPETUAL: "update_perpetual",
  UPDATE_CLOB_PAIR: "update_clob_pair",
  DELEVERAGING: "deleveraging",
  TRADING_REWARD: "trading_reward",
  REGISTER_AFFILIATE: "register_affiliate",
  UPSERT_VAULT: "upsert_vault",
} as const;

export type IndexerEventSubtype = (typeof IndexerEventSubtype)[keyof typeof IndexerEventSubtype];

export const INDEXER_EVENT_VERSIONS: Readonly<Record<IndexerEventSubtype, number>> = {
  order_fill: 1,
  subaccount_update: 1,
  transfer: 1,
  market: 1,
  funding_values: 1,
  stateful_order: 1,
  asset: 1,
  perpetual_market: 3,
  liquidity_tier: 2,
  update_perpetual: 3,
  update_clob_pair: 1,
  deleveraging: 1,
  trading_reward: 1,
  register_affiliate: 1,
  upsert_vault: 1,
};

/** SHA-256 of nothing: the transaction hash of events raised outside a transaction. */
export const EMPTY_TX_HASH = "E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855";

/** Names of record headers on Kafka (wire.md §5.2). */
export const KafkaHeader = {
  TRANSACTION_HASH: "TransactionHash",
  MESSAGE_RECEIVED_TIMESTAMP: "message_received_timestamp",
  EVENT_TYPE: "event_type",
} as const;

/** Versions inside websocket messages (wire.md §5.3). */
export const SOCKS_VERSIONS = {
  orderbooks: "1.0.0",
  subaccounts: "3.0.0",
  trades: "2.1.0",
  markets: "1.0.0",
  candles: "1.0.0",
  blockHeight: "1.0.0",
} as const;
