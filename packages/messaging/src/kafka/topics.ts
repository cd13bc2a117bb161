/** Names, partition counts and payload versions of every topic (indexer.md §3.1, wire.md §5.1). */
export const Topic = {
  toEnder: "to-ender",
  toVulcan: "to-vulcan",
  orderbooks: "to-websockets-orderbooks",
  subaccounts: "to-websockets-subaccounts",
  trades: "to-websockets-trades",
  markets: "to-websockets-markets",
  candles: "to-websockets-candles",
  blockHeight: "to-websockets-block-height",
} as const;

export type Topic = (typeof Topic)[keyof typeof Topic];

export const ALL_TOPICS: readonly Topic[] = Object.values(Topic);

/** The topics that socks consumes. */
export const WEBSOCKET_TOPICS = [
  Topic.orderbooks,
  Topic.subaccounts,
  Topic.trades,
  Topic.markets,
  Topic.candles,
  Topic.blockHeight,
] as const;

export type WebsocketTopic = (typeof WEBSOCKET_TOPICS)[number];

/**
 * Blocks need one partition, all updates of one order the same one, all messages of one subaccount
 * the same one.
 */
export const PARTITIONS: Readonly<Record<Topic, number>> = {
  [Topic.toEnder]: 1,
  [Topic.toVulcan]: 210,
  [Topic.orderbooks]: 1,
  [Topic.subaccounts]: 3,
  [Topic.trades]: 1,
  [Topic.markets]: 1,
  [Topic.candles]: 1,
  [Topic.blockHeight]: 1,
};

export const REPLICATION_FACTOR = 3;

/** `version` of the messages on the WebSocket topics (wire.md §5.3). */
export const MESSAGE_VERSION: Readonly<Record<WebsocketTopic, string>> = {
  [Topic.orderbooks]: "1.0.0",
  [Topic.subaccounts]: "3.0.0",
  [Topic.trades]: "2.1.0",
  [Topic.markets]: "1.0.0",
  [Topic.candles]: "1.0.0",
  [Topic.blockHeight]: "1.0.0",
};
