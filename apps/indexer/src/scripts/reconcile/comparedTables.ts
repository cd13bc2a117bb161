/** The tables that ender writes, and what in them is not its own. */
export interface ComparedTable {
  readonly name: string;
  /** Primary key; every one of these tables has a single column. */
  readonly key: string;
  readonly leftOut: readonly LeftOut[];
}

/** Columns that a replay of the blocks cannot tell, with the reason. */
export interface LeftOut {
  readonly columns: readonly string[];
  readonly reason: string;
}

const STATISTICS: LeftOut = {
  columns: ["priceChange24H", "volume24H", "trades24H", "nextFundingRate", "openInterest"],
  reason: "roundtable's market_updater writes them by the wall clock",
};
const VOLUME: LeftOut = {
  columns: ["totalVolume"],
  reason: "roundtable adds it up in windows of time",
};
const STATUS: LeftOut = {
  columns: ["status"],
  reason:
    "vulcan and roundtable write it too, and ender's value depends on cancels in Redis; checked " +
    "is that a FILLED order is FILLED in the replay (only ender says so)",
};
const MID_PRICES: LeftOut = {
  columns: ["orderbookMidPriceOpen", "orderbookMidPriceClose"],
  reason: "samples of the live book, taken by the wall clock",
};

const table = (name: string, key: string, ...leftOut: LeftOut[]): ComparedTable => ({
  name,
  key,
  leftOut,
});

export const COMPARED_TABLES: readonly ComparedTable[] = [
  table("blocks", "blockHeight"),
  table("transactions", "id"),
  table("tendermint_events", "id"),
  table("markets", "id"),
  table("assets", "id"),
  table("liquidity_tiers", "id"),
  table("perpetual_markets", "id", STATISTICS),
  table("subaccounts", "id"),
  table("wallets", "address", VOLUME),
  table("asset_positions", "id"),
  table("perpetual_positions", "id"),
  table("orders", "id", STATUS),
  table("fills", "id"),
  table("transfers", "id"),
  table("oracle_prices", "id"),
  table("funding_index_updates", "id"),
  table("candles", "id", MID_PRICES),
  table("trading_rewards", "id"),
  table("affiliate_referred_users", "refereeAddress"),
  table("vaults", "address"),
];

/** Tables that are not compared at all. */
export const OTHER_TABLES: readonly { readonly names: string; readonly reason: string }[] = [
  {
    names:
      "funding_payments, pnl, pnl_ticks, trading_reward_aggregations, leaderboard_pnl, " +
      "subaccount_usernames, affiliate_info, persistent_cache",
    reason: "roundtable derives them from the tables above",
  },
  {
    names:
      "compliance_data, compliance_status, firebase_notification_tokens, turnkey_users, " +
      "permission_approval, bridge_information",
    reason: "they do not come from blocks",
  },
  { names: "outbox, consumer_progress", reason: "ender's bookkeeping of Kafka" },
];
