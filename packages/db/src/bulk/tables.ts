import { defineTable, type RowOf } from "./table.js";

/** The tables that ender writes, column by column as in indexer.md §1.2. */

export const blocks = defineTable("blocks", ["blockHeight"], {
  blockHeight: "int8",
  time: "timestamptz",
});

export const transactions = defineTable("transactions", ["id"], {
  id: "uuid",
  blockHeight: "int8",
  transactionIndex: "int4",
  transactionHash: "text",
});

export const tendermintEvents = defineTable("tendermint_events", ["id"], {
  id: "bytea",
  blockHeight: "int8",
  transactionIndex: "int4",
  eventIndex: "int4",
});

export const markets = defineTable("markets", ["id"], {
  id: "int4",
  pair: "text",
  exponent: "int4",
  minPriceChangePpm: "int4",
  oraclePrice: "numeric?",
});

export const assets = defineTable("assets", ["id"], {
  id: "text",
  atomicResolution: "int4",
  hasMarket: "bool",
  marketId: "int4?",
  symbol: "text",
});

export const liquidityTiers = defineTable("liquidity_tiers", ["id"], {
  id: "int4",
  name: "text?",
  initialMarginPpm: "int8",
  maintenanceFractionPpm: "int8",
  openInterestLowerCap: "text?",
  openInterestUpperCap: "text?",
});

export const perpetualMarkets = defineTable("perpetual_markets", ["id"], {
  id: "int8",
  clobPairId: "int8",
  ticker: "text",
  marketId: "int4",
  status: "text",
  priceChange24H: "numeric",
  volume24H: "numeric",
  trades24H: "int4",
  nextFundingRate: "numeric",
  openInterest: "numeric",
  quantumConversionExponent: "int4",
  atomicResolution: "int4",
  subticksPerTick: "int4",
  stepBaseQuantums: "int8",
  liquidityTierId: "int4",
  marketType: "text",
  baseOpenInterest: "numeric?",
  defaultFundingRate1H: "numeric?",
});

export const subaccounts = defineTable("subaccounts", ["id"], {
  id: "uuid",
  address: "text",
  subaccountNumber: "int4",
  updatedAt: "timestamptz",
  updatedAtHeight: "int8",
});

export const wallets = defineTable("wallets", ["address"], {
  address: "text",
  totalTradingRewards: "numeric",
  totalVolume: "numeric",
});

export const assetPositions = defineTable("asset_positions", ["id"], {
  id: "uuid",
  assetId: "text",
  subaccountId: "uuid",
  size: "numeric",
  isLong: "bool",
});

export const perpetualPositions = defineTable("perpetual_positions", ["id"], {
  id: "uuid",
  subaccountId: "uuid",
  perpetualId: "int8",
  side: "text",
  status: "text",
  size: "numeric",
  maxSize: "numeric",
  entryPrice: "numeric",
  exitPrice: "numeric?",
  sumOpen: "numeric",
  sumClose: "numeric",
  createdAt: "timestamptz",
  closedAt: "timestamptz?",
  createdAtHeight: "int8",
  closedAtHeight: "int8?",
  openEventId: "bytea",
  closeEventId: "bytea?",
  lastEventId: "bytea",
  settledFunding: "numeric",
  totalRealizedPnl: "numeric?",
});

export const orders = defineTable("orders", ["id"], {
  id: "uuid",
  subaccountId: "uuid",
  clientId: "int8",
  clobPairId: "int8",
  side: "text",
  size: "numeric",
  totalFilled: "numeric",
  price: "numeric",
  type: "text",
  status: "text",
  timeInForce: "text",
  reduceOnly: "bool",
  orderFlags: "int8",
  goodTilBlock: "int8?",
  goodTilBlockTime: "timestamptz?",
  createdAtHeight: "int8?",
  clientMetadata: "int8",
  triggerPrice: "numeric?",
  updatedAt: "timestamptz?",
  updatedAtHeight: "int8?",
  duration: "text?",
  interval: "text?",
  priceTolerance: "text?",
  builderAddress: "text?",
  feePpm: "text?",
  orderRouterAddress: "text?",
  createdAt: "timestamptz?",
});

export const fills = defineTable("fills", ["id"], {
  id: "uuid",
  subaccountId: "uuid",
  side: "text",
  liquidity: "text",
  type: "text",
  clobPairId: "int8",
  orderId: "uuid?",
  size: "numeric",
  price: "numeric",
  quoteAmount: "numeric",
  eventId: "bytea",
  transactionHash: "text",
  createdAt: "timestamptz",
  createdAtHeight: "int8",
  clientMetadata: "int8?",
  fee: "text",
  affiliateRevShare: "numeric",
  builderAddress: "text?",
  builderFee: "text?",
  orderRouterAddress: "text?",
  orderRouterFee: "text?",
  positionSizeBefore: "numeric?",
  entryPriceBefore: "numeric?",
  positionSideBefore: "text?",
});

export const transfers = defineTable("transfers", ["id"], {
  id: "uuid",
  senderSubaccountId: "uuid?",
  recipientSubaccountId: "uuid?",
  assetId: "text",
  size: "numeric",
  eventId: "bytea",
  transactionHash: "text",
  createdAt: "timestamptz",
  createdAtHeight: "int8",
  recipientWalletAddress: "text?",
  senderWalletAddress: "text?",
});

export const oraclePrices = defineTable("oracle_prices", ["id"], {
  id: "uuid",
  marketId: "int4",
  price: "numeric",
  effectiveAt: "timestamptz",
  effectiveAtHeight: "int8",
});

export const fundingIndexUpdates = defineTable("funding_index_updates", ["id"], {
  id: "uuid",
  perpetualId: "int8",
  eventId: "bytea",
  rate: "numeric",
  oraclePrice: "numeric",
  fundingIndex: "numeric",
  effectiveAt: "timestamptz",
  effectiveAtHeight: "int8",
});

export const candles = defineTable("candles", ["id"], {
  id: "uuid",
  startedAt: "timestamptz",
  ticker: "text",
  resolution: "text",
  low: "numeric",
  high: "numeric",
  open: "numeric",
  close: "numeric",
  baseTokenVolume: "numeric",
  usdVolume: "numeric",
  trades: "int4",
  startingOpenInterest: "numeric",
  orderbookMidPriceOpen: "numeric?",
  orderbookMidPriceClose: "numeric?",
});

export const tradingRewards = defineTable("trading_rewards", ["id"], {
  id: "uuid",
  address: "text",
  blockTime: "timestamptz",
  blockHeight: "int8",
  amount: "numeric",
});

export const affiliateReferredUsers = defineTable("affiliate_referred_users", ["refereeAddress"], {
  refereeAddress: "text",
  affiliateAddress: "text",
  referredAtBlock: "int8",
});

export const vaults = defineTable("vaults", ["address"], {
  address: "text",
  clobPairId: "int8",
  status: "text",
  createdAt: "timestamptz",
  updatedAt: "timestamptz",
});

export type BlockRow = RowOf<typeof blocks>;
export type TransactionRow = RowOf<typeof transactions>;
export type TendermintEventRow = RowOf<typeof tendermintEvents>;
export type MarketRow = RowOf<typeof markets>;
export type AssetRow = RowOf<typeof assets>;
export type LiquidityTierRow = RowOf<typeof liquidityTiers>;
export type PerpetualMarketRow = RowOf<typeof perpetualMarkets>;
export type SubaccountRow = RowOf<typeof subaccounts>;
export type WalletRow = RowOf<typeof wallets>;
export type AssetPositionRow = RowOf<typeof assetPositions>;
export type PerpetualPositionRow = RowOf<typeof perpetualPositions>;
export type OrderRow = RowOf<typeof orders>;
export type FillRow = RowOf<typeof fills>;
export type TransferRow = RowOf<typeof transfers>;
export type OraclePriceRow = RowOf<typeof oraclePrices>;
export type FundingIndexUpdateRow = RowOf<typeof fundingIndexUpdates>;
export type CandleRow = RowOf<typeof candles>;
export type TradingRewardRow = RowOf<typeof tradingRewards>;
export type AffiliateReferredUserRow = RowOf<typeof affiliateReferredUsers>;
export type VaultRow = RowOf<typeof vaults>;
