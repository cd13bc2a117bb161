/**
 * Shapes on the wire, as far as the client reads them (api.md §1.0, §1.11, §1.19, §3.8, §3.9).
 * Amounts are decimal strings; unknown keys are ignored.
 */
export interface WireMarket {
  clobPairId: string;
  ticker: string;
  status: string;
  oraclePrice: string | null;
  priceChange24H: string;
  volume24H: string;
  trades24H: number;
  nextFundingRate: string;
  initialMarginFraction: string;
  maintenanceMarginFraction: string;
  openInterest: string;
  atomicResolution: number;
  quantumConversionExponent: number;
  tickSize: string;
  stepSize: string;
  stepBaseQuantums: number;
  subticksPerTick: number;
  marketType: "CROSS" | "ISOLATED";
  openInterestLowerCap: string | null;
  openInterestUpperCap: string | null;
}
export type WireMarkets = Record<string, WireMarket>;
export interface WireMarketsUpdate {
  markets?: WireMarkets;
  trading?: Record<string, Partial<WireMarket>>;
  oraclePrices?: Record<string, { oraclePrice: string }>;
}

export type Resolution = "1MIN" | "5MINS" | "15MINS" | "30MINS" | "1HOUR" | "4HOURS" | "1DAY";

export const RESOLUTION_SECONDS: Record<Resolution, number> = {
  "1MIN": 60,
  "5MINS": 300,
  "15MINS": 900,
  "30MINS": 1800,
  "1HOUR": 3600,
  "4HOURS": 14_400,
  "1DAY": 86_400,
};

export interface WireCandle {
  startedAt: string;
  ticker: string;
  resolution: Resolution;
  open: string;
  high: string;
  low: string;
  close: string;
  baseTokenVolume: string;
  usdVolume: string;
  trades: number;
  orderbookMidPriceOpen?: string | null;
  orderbookMidPriceClose?: string | null;
}

export interface WireTrade {
  id: string;
  side: "BUY" | "SELL";
  size: string;
  price: string;
  type: string;
  createdAt: string;
}

export interface WirePosition {
  market: string;
  status: "OPEN" | "CLOSED" | "LIQUIDATED";
  side: "LONG" | "SHORT";
  size: string;
  entryPrice: string;
  exitPrice?: string | null;
  realizedPnl?: string;
  netFunding?: string;
  createdAt?: string;
}

export interface WireAssetPosition {
  symbol: string;
  side: "LONG" | "SHORT";
  size: string;
}

export interface WireSubaccount {
  address: string;
  subaccountNumber: number;
  equity: string;
  freeCollateral: string;
  openPerpetualPositions: Record<string, WirePosition>;
  assetPositions: Record<string, WireAssetPosition>;
  updatedAtHeight?: string;
}

export type WireOrderStatus =
  | "OPEN"
  | "FILLED"
  | "CANCELED"
  | "BEST_EFFORT_CANCELED"
  | "UNTRIGGERED"
  | "ERROR"
  | "BEST_EFFORT_OPENED";

/** Stream updates may carry nulls or leave fields out; only these four are always there. */
export interface WireOrder {
  id: string;
  clientId: string;
  clobPairId: string;
  status: WireOrderStatus;
  orderFlags: string;
  ticker: string;
  side?: "BUY" | "SELL";
  size?: string;
  totalFilled?: string | null;
  totalOptimisticFilled?: string | null;
  price?: string;
  type?: string;
  timeInForce?: "GTT" | "FOK" | "IOC";
  postOnly?: boolean;
  reduceOnly?: boolean;
  goodTilBlock?: string | null;
  goodTilBlockTime?: string | null;
  clientMetadata?: string | null;
  createdAt?: string | null;
  createdAtHeight?: string | null;
  updatedAt?: string | null;
  updatedAtHeight?: string | null;
  removalReason?: string | null;
}

export interface WireFill {
  id: string;
  side: "BUY" | "SELL";
  liquidity: "TAKER" | "MAKER";
  type: string;
  market?: string;
  ticker?: string;
  price: string;
  size: string;
  fee: string;
  createdAt: string;
  createdAtHeight: string;
  orderId: string | null;
}

export interface WireTransfer {
  id?: string;
  sender: { address: string; subaccountNumber?: number };
  recipient: { address: string; subaccountNumber?: number };
  size: string;
  symbol: string;
  type: "TRANSFER_IN" | "TRANSFER_OUT" | "DEPOSIT" | "WITHDRAWAL";
  createdAt: string;
  createdAtHeight: string;
  transactionHash: string;
}

export interface WireSubaccountSnapshot {
  subaccount?: WireSubaccount;
  orders?: WireOrder[];
  blockHeight?: string;
}

export interface WireSubaccountUpdate {
  perpetualPositions?: WirePosition[];
  assetPositions?: WireAssetPosition[];
  orders?: WireOrder[];
  fills?: WireFill[];
  transfers?: WireTransfer;
  blockHeight?: string;
}

export interface WireFundingRow {
  ticker: string;
  rate: string;
  price: string;
  effectiveAt: string;
}

/** `payment` is positive when received (api.md §1.14). */
export interface WireFundingPayment {
  createdAt: string;
  createdAtHeight: string;
  ticker: string;
  oraclePrice: string;
  /** Signed: negative for a short. */
  size: string;
  rate: string;
  payment: string;
}

export interface WireHeight {
  height: string;
  time: string;
}
